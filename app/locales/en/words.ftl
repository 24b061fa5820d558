### What is the same wherever it is said: days, records, edits, states.

quoted = “{ $title }”
called = { $noun } { $title }
and = { " and " }
today = Today
tomorrow = Tomorrow
yesterday = Yesterday
just-now = just now
minutes-ago = { NUMBER($n) } min ago
hours-ago = { NUMBER($n) } h ago
yesterday-then = yesterday
days-ago = { $n ->
    [one] { NUMBER($n) } day ago
   *[other] { NUMBER($n) } days ago
}
minutes = { NUMBER($n) } min
hours = { NUMBER($n) } h
hours-minutes = { NUMBER($hours) } h { NUMBER($minutes) } min
noun-task-the = the task
noun-task-a = a task
noun-task = task
noun-project-the = the project
noun-project-a = a project
noun-project = project
noun-engagement-the = the engagement
noun-engagement-a = an engagement
noun-engagement = engagement
noun-step-the = the step
noun-step-a = a step
noun-step = step
noun-comment-the = the comment
noun-comment-a = a comment
noun-comment = comment
noun-filter-the = the saved filter
noun-filter-a = a saved filter
noun-filter = saved filter
noun-record-the = the record
noun-record-a = a record
noun-record = record
op-added = Added { $what }
op-deleted = Deleted { $what }
op-brought-back = Brought back { $what }
op-nothing = Nothing
op-and-more = { $words }, and { NUMBER($n) } more
op-renamed-from = Renamed { $old } to { $new }
op-renamed = Renamed to { $new }
op-moved-to = Moved { $what } to { $to }
op-moved = Moved { $what }
op-changed = Changed { $field } of { $what }
op-prioritised = Set the priority of { $what } to { $priority }
op-undated = Took the due date off { $what }
op-put-under = Put { $what } under { $other }
op-subtask = Made { $what } a subtask
op-own = Made { $what } a task of its own
op-archived = Archived { $what }
op-unarchived = Took { $what } out of the archive
op-ticked = Ticked { $what }
op-unticked = Unticked { $what }
op-time-added = Added { $time } to { $what }
op-time-taken = Took { $time } off { $what }
op-tagged = Labelled { $what } { $tags }
op-untagged = Took the label { $tags } off { $what }
op-assigned = Assigned { $what }
op-unassigned = Unassigned { $what }
field-due-the = the due date
field-time-the = the time spent
field-description-the = the description
field-order-the = the place
field-tags-the = the labels
field-people-the = the people
field-parent-the = the task that it is part of
field-due = due date
field-time = time spent
field-description = description
field-order = place
field-tags = labels
field-people = people
field-parent = task that it is part of
field-title = title
field-status = status
field-priority = priority
field-archived = archived
field-name = name
field-text = text
field-done = done
status-backlog = Backlog
status-todo = To do
status-in-progress = In progress
status-in-review = In review
status-done = Done
priority-low = Low
priority-medium = Medium
priority-high = High
priority-urgent = Urgent
role-viewer = Viewer
role-editor = Editor
role-admin = Admin
role-owner = Owner
source-trello = Trello board
source-csv = table (CSV)
source-todo-txt = todo.txt list
source-holdfast = Holdfast export
sync-opening = Opening
sync-opening-meaning = What is stored on this device is being read.
sync-and-waiting = { $words } · { NUMBER($n) } waiting
sync-problems = { $n ->
    [one] { NUMBER($n) } problem
   *[other] { NUMBER($n) } problems
}
sync-saving = Saving
sync-offline = Offline
sync-waiting = { NUMBER($n) } waiting
sync-synced = Synced
link-down-for = Offline, trying again in { NUMBER($n) } s
sync-old = Your oldest unsent edit was made { $when }. It is safe here, but on no other device: reach the server soon, or export it.
bytes-few = less than 1 kB
wiped = The browser has cleared what was stored on this device. Everything was on the server, and is fetched again.
wiped-unsent = The browser has cleared what was stored on this device, with { $n ->
    [one] { NUMBER($n) } edit
   *[other] { NUMBER($n) } edits
} that had not reached the server. What the server has is fetched again.
reset-kept = { $n ->
    [one] { NUMBER($n) } unsent edit was
   *[other] { NUMBER($n) } unsent edits were
} kept.
reset-lost = { $n ->
    [one] { NUMBER($n) } unsent edit
   *[other] { NUMBER($n) } unsent edits
} could not be read and must be made again.
reset-none = No unsent edit was in it.
reset-damaged = What was stored on this device was damaged and has been made anew from the server. { $unsent }
quarantined = { $n ->
    [one] { NUMBER($n) } thing
   *[other] { NUMBER($n) } things
} stored on this device could not be read. What the server has is fetched again; the rest is put aside: see the sync centre.
why-quota = this device has no room left for Holdfast's data
why-superseded = a newer version of Holdfast is open: reload this tab
why-corrupt = something stored on this device could not be read
why-failed = the browser could not use what it stores for Holdfast
refused-quota = There is no room left on this device, so { $n ->
    [one] { NUMBER($n) } edit
   *[other] { NUMBER($n) } edits
} could not be stored. Free some room and try again; nothing that was stored before is lost.
refused-store = What is stored on this device could not be read or changed: { $why }.
refused-edits = { $n ->
    [one] { NUMBER($n) } edit
   *[other] { NUMBER($n) } edits
} could not be stored: { $why }.
undone = Undid: { $label }
redone = Did again: { $label }
undo-left = { $done }. Left as it is: { $left }.
undo-left-more = { $done }. Left as it is: { $left }; and { NUMBER($n) } more.
undo-nothing = There is nothing to undo.
redo-nothing = There is nothing to do again.
undo-field = the { $field } of { $record }
undo-why = { $what } ({ $why })
undo-changed = somebody else has changed it since
undo-later = you have changed it since
undo-in-use = somebody else has added to it since
undo-gone = it is not there any more
sort-hand = By hand
field-due-date = Due date
priority = Priority
title = Title
created = Created
status = Status
time-spent = Time spent
person = Person
label = Label
first-label = First label
nothing = Nothing
list = List
board = Board
table = Table
due = Due
no-label-columns = a board has no columns for it, as a task may have several
no-columns = a board has columns
overdue = Overdue
this-week = This week
later = Later
no-date = No date
no-time = No time
past = Past and done
key-next = Go to the task below
key-previous = Go to the task above
key-first = Go to the first task of the group
key-last = Go to the last task of the group
key-before = On a board, go to the column before
key-after = On a board, go to the column after
key-open = Open the task
key-rename = Rename the task
key-done = Mark the task done, or not done
key-up = Move the task up
key-down = Move the task down
key-left = Move the task to the group before
key-right = Move the task to the group after
key-delete = Delete the task, or all that are selected
key-pick = Select the task, or not any more
key-pick-next = Select on to the task below
key-pick-previous = Select on to the task above
key-pick-all = Select all tasks shown
key-pick-none = Select nothing
sync-problem-meaning = Something could not be done as it stands. It is kept below until you decide.
sync-saving-meaning = Your edits are being stored on this device.
sync-out-meaning = The server asks you to sign in again.
sync-out-safe = The server asks you to sign in again. Your edits are safe on this device until then.
sync-offline-meaning = The server cannot be reached. You can go on working: edits are stored on this device.
sync-offline-safe = The server cannot be reached. Your edits are stored on this device and are sent by themselves once it can.
sync-waiting-meaning = Your edits are stored on this device and on their way to the server.
sync-synced-meaning = Everything is on the server.
link-paused = Paused until you sign in again
link-offline = Offline; tried again by itself
link-trying = Offline, trying again now
link-live = Live
link-slower = Live, through a slower channel
link-checking = Checking every few seconds
link-reached = Reached; the live line is being opened
link-connecting = Connecting
archive = Archive
nobody = Nobody
no-label = No label
of-priority = { $priority } priority
or = { " or " }
letter-none = Nothing to edit
letter-dealt = This edit has been dealt with meanwhile.
letter-refused = Edit before trying again
letter-retry = Save and try again
letter-unsent = Edit before it is sent
save = Save
letter-no-words = There are no words in this edit to change.
letter-stays = What else this edit does stays as it is.
letter-wrong = { $field } { $wrong }.
sync-made = { $note } · made { $when }
try-again-named = Try again: { $what }
edit-named = Edit: { $what }
edit = Edit
export-named = Export: { $what }
export = Export
discard-named = Discard: { $what }
discard = Discard
gone = Something that is not here any more
line-storing = Being stored on this device
line-accepted = On the server, being confirmed
line-refused = Refused; kept here until you decide
belongs-to = what it belongs to
line-held = Held back: { $what } was refused
line-after = Stored here; goes once { $what } is on the server
line-offline = Stored here; the server cannot be reached
line-out = Stored here; sent once you sign in again
line-going = Stored here, on its way
open-sync = Open the sync centre
connection = Connection
last-synced = Last synced
not-yet = Not yet on this device
try-now = Try now
sync-lines = Edits on their way
more-edits = and { $n ->
    [one] { NUMBER($n) } more edit
   *[other] { NUMBER($n) } more edits
}.
withdraw-none = Nothing to discard
withdraw-done = This edit is on the server already, or has been dealt with.
withdraw-sent = This edit cannot be unsent
withdraw-sent-words = It may be on the server already: it has left this device, and no answer has come. Undoing it makes a new edit that takes it back.
withdraw-ask = Discard this edit?
withdraw-undo = Undo it
discard-all = Discard all { NUMBER($n) }
withdraw-others = It has not left this device and will not be sent. { $n ->
    [one] { NUMBER($n) } other edit builds
   *[other] { NUMBER($n) } other edits build
} on it and cannot be done without it: discarded too.
withdraw-alone = It has not left this device and will not be sent.
conflicts-to-settle = { $n ->
    [one] { NUMBER($n) } conflict
   *[other] { NUMBER($n) } conflicts
} to settle
conflict-deleted = This was deleted and edited at the same time.
conflict-two = There are two versions of the { $field }.
and-more = { " " }{ $n ->
    [one] There is another conflict here.
   *[other] There are { NUMBER($n) } other conflicts here.
}
compare = Compare and choose
why-in-the-way = a tab with an older version of Holdfast is in the way: close it
why-still-used = another tab still uses the data: close the other tabs
why-closed = the browser closed the database
why-ended = the browser ended the transaction
why-signed-out = this person has been signed out
why-closing = the page is closing
why-part-missing = a part of Holdfast is not on this device yet and could not be fetched
refused-unauthenticated = { $said }
refused-wrong-account = { $said }
refused-protocol = { $said }
refused-too-large = { $said }
refused-throttled = { $said }
refused-not-found = { $said }
refused-forbidden = { $said }
refused-internal = { $said }
wrong-blank = must not be empty
wrong-long = is { NUMBER($has) } characters long; { NUMBER($most) } is the most
wrong-choice = must be one of { $names }
wrong-time = is not a time between the years 1900 and 9999
wrong-address = An e-mail address is like ada@example.org.
wrong-many = has { NUMBER($has) } entries; { NUMBER($most) } is the most
wrong-member = has an entry that is empty or longer than { NUMBER($most) } characters
wrong-too-long = is too long
wrong-missing = is missing
wrong-field = is not a field of this kind
wrong-settled = cannot be changed once made
wrong-kind = is not the right kind of value
field-wrong = { $field } { $wrong }
rejected-not-found = what it changes is not here
rejected-deleted = it was deleted by someone else meanwhile; restore it to keep this edit
rejected-forbidden = your role in this engagement does not allow it
rejected-no-access = you have no access to this engagement any more
rejected-unknown-kind = this server does not know this kind of record yet
rejected-unknown-format = this server is older than the app that made the edit
rejected-too-large = it is too large
rejected-content-lost = its content is not on this device any more, or not as it was; add the file again
refused-name = { $said }
refused-email = { $said }
refused-password = { $said }
hint-text = At most { NUMBER($most) } characters.
hint-entries = One entry a line, of at most { NUMBER($most) } characters.
hint-number = A whole number.
hint-kept = This stays as it is.
reorder-named = Move { $what }
reorder-menu = Where to
reorder-first = To the top
reorder-up = Up
reorder-down = Down
reorder-last = To the end
reordered = Moved to place { NUMBER($place) } of { NUMBER($all) }
