### The pages, but for tasks.

tasks-counted = { $n ->
    [one] { NUMBER($n) } task
   *[other] { NUMBER($n) } tasks
}
edits-counted = { $n ->
    [one] { NUMBER($n) } edit
   *[other] { NUMBER($n) } edits
}
create-account = Create an account
your-name = Your name
your-name-hint = What the people you work with see
email = E-mail address
password = Password
password-hint = At least 8 characters
create-account-go = Create account
have-account = Have an account?{ " " }
sign-in = Sign in
stay = Stay signed in on this device
forgot = Forgotten? Ask whoever runs this server.
password-current = Current password
password-new = New password
password-change = Change password
password-note = Every other device is signed out. What it has not sent waits there for you to sign in again.
password-changed = Password changed.
password-wrong = { $said }
password-none = You sign in with { $name } and have no password. You can set one within ten minutes of a sign-in.
password-stale = Sign out, sign in again, and set a password within ten minutes.
password-chosen = Password set.
password-set = Set a new password
password-of = For { $email }
reset-other = { $name } is signed in here. Sign out first, then open the link again.
reset-bare = Open the link that you were sent again, the whole of it: this page does not keep its secret part.
reset-over = { $said }
provider-sign-in = Sign in with { $name }
provider-offline = You are offline. This takes a network.
provider-denied = You are not signed in: it was cancelled there.
provider-expired = That took too long, or was begun in another browser. Try again.
provider-unverified = Your e-mail address is not verified there. Verify it first.
provider-unreachable = This sign-in does not work just now. Try again later.
provider-closed = There is no account for you here. Ask whoever runs this server.
provider-failed = This sign-in did not work. Ask whoever runs this server.
provider-proven = Your e-mail address is proven. The password of before and all other sign-ins have ended.
new-here = New here?{ " " }
demo = Demo
demo-words = This server is empty. Have a look around with two people and a project that is under way.
demo-try = Try the demo
demo-ready = The demo is ready
demo-shared = Two people share it. Sign in as the other in a second browser profile to see both at work.
demo-continue = Continue as { $name }
sign-in-failed = Signing in did not work: { $why }.
engagement-name = Name of the engagement
engagement-rename = Rename the engagement
import-board = Import a board
no-projects = No projects yet
no-projects-editor = Name the first one below, import a board or a list, or invite someone to do it with.
no-projects-viewer = Someone with an editor's role can add one.
add-project = Add a project
project-name = Name of the project
rename-named = Rename: { $name }
delete-named = Delete: { $name }
no-engagements = No engagements yet
no-engagements-words = An engagement is what you work on with others: a client, a product, a show. Name your first one below.
projects-counted = { $n ->
    [one] { NUMBER($n) } project
   *[other] { NUMBER($n) } projects
}
first-steps = What to do first
first-steps-words = There is nothing in { $name } yet. Start a project, bring over a board or a list you have, or invite the people you work with.
first-project = Add the first project
conflicts-overview = To the overview
add-engagement = Add an engagement
import-role = Importing needs an editor's role in this engagement.
import-reading = Reading…
import-storing = Storing { $cards }…
import-again = Choose another file
import-tasks = Import tasks
import-empty = This file is empty. Choose another one.
import-workbook = This is a workbook or an archive. Open it in its program, save the sheet as CSV, and choose that file.
import-not-text = This file is not text: it may be a picture or a document. Choose a table (CSV), a list (.txt), or a board or an export (JSON).
import-no-board = This is not a board that Trello exported, nor an export of Holdfast. In Trello, choose the board's menu, “Print, export, and share”, “Export as JSON”. What was found: { $why }.
import-no-list = This is neither a table nor a list of tasks. If every line of it is a task, give it a name that ends in .txt and choose it again.
import-within = This file could not be read to its end. Mend it where it says, or export it once more. What was found: { $why }.
import-here-all = All of this is here already: nothing is imported twice.
import-here-some = { $here ->
    [one] { NUMBER($here) } of them is
   *[other] { NUMBER($here) } of them are
} here already and stays as it is; { NUMBER($new) } will be added.
import-here-parts = All of these are here already. Steps and comments that are new will be added.
import-parts = Add what is new
import-go-there = Open what is here
import-large = This file is { NUMBER($size) } MiB large; { NUMBER($most) } MiB is the most. Export less at once.
import-unread = This file can no longer be read. Choose it again.
import-nothing = Nothing to import: { $cards } already here
imported = Imported { $cards }
import-failed = The import could not be stored: { $why }
role-within-viewer = viewer
role-within-editor = editor
role-within-admin = admin
role-within-owner = owner
invitation-the = The invitation
invitation = An invitation
invite-in = You are in { $engagement } already.
invite-joined = You have joined { $engagement }.
invite-by = { $name } invites you to{ " " }
invite-as = { " as " }{ $role }.
invited-somewhere = You were invited to an engagement. Sign in or create an account to join.
invited-to = { $name } invites you to { $engagement } as { $role }. Sign in or create an account to join.
join = Join
not-found = There is nothing at this address
not-found-words = The link may be cut off, or what it led to was deleted.
project-gone = This project is gone
project-gone-words = It was deleted, or the import that made it was taken back.
your-engagements = Your engagements
engagement = Engagement
project-rename = Rename the project
no-tasks = No tasks yet
no-tasks-press = Type the first one below, or press{ " " }
no-tasks-reader = You may read here. Tasks show as soon as somebody who may edit adds one.
all-archived = All tasks are archived
next-task-press = Type the next one below, or press{ " " }
no-fit = No task fits these filters
more-groups = Show more of { $n ->
    [one] { NUMBER($n) } group
   *[other] { NUMBER($n) } groups
}
share = Add what was shared
share-nowhere = Nowhere to add it
share-role = Adding tasks needs an engagement in which you have an editor's role.
share-where = Into which engagement? You see what is added before it is.
bulk-settled = { $words }: { $n ->
    [one] { NUMBER($n) } conflict
   *[other] { NUMBER($n) } conflicts
} settled
bulk-settled-left = { $words }: { $n ->
    [one] { NUMBER($n) } conflict
   *[other] { NUMBER($n) } conflicts
} settled; { $left ->
    [one] { NUMBER($left) } is
   *[other] { NUMBER($left) } are
} left to be looked at one by one
bulk = All at once
keep-mine = Keep all mine
keep-theirs = Keep all theirs
all-settled = All of these are settled.
conflicts-wait = { $n ->
    [one] { NUMBER($n) } conflict waits
   *[other] { NUMBER($n) } conflicts wait
} for someone to choose. Nothing is lost meanwhile: both versions are kept here.
keys-next-last = { " next and last · " }
keys-choose = { " choose · " }
keys-do-settle = { " settle" }
conflicts-role = Settling conflicts needs an editor's role in this engagement.
show-more = Show { NUMBER($n) } more
no-conflicts = No conflicts
no-conflicts-words = Where two people change the same text without knowing of each other, both versions wait here until someone chooses.
settled-left = { $what }: left as it is
settled-back = { $what }: brought back
settled-kept = { $what }: { $whose } words kept
settled-both = { $what }: both combined
words-put = { $what }: your words put in
words-not-put = { $what }: it has been deleted, so your words could not be put in.
conflict-by-added = { $theirs } deleted it{ $deleted } · { $mine } added to it{ $edited }
conflict-by-changed = { $theirs } deleted it{ $deleted } · { $mine } changed it{ $edited }
words-of = { $whose } words
words-there = { $whose } words, which are there now
overtaken = The words there have changed since you chose. If you settle now, both will wait as a new conflict.
begin-anew = Begin anew with what is there now
keep-choice = I have read them: keep my choice
deleted-since = It has been deleted since. Choosing other words than are there brings it back.
both-put = Both, put together by you
which-stays = Which should stay?
only-may = Only { $name } may change these words. You can say that they are right as they are.
open-there = Open where it is
settle = Settle
there-yours = Your words, which are there now
there-words = The words that are there now
bring-back = Bring it back
bring-back-with = Bring it back with { $whose } changes
back-make = It has been brought back: make { $whose } changes
leave-deleted = Leave it deleted
leave-now = Leave it as it is now
stays-added = What was added is kept with it.
stays-changes = The changes stay in its history.
combined-clean = Both changed different parts: here they are together. Change what you like.
combined-both = Both changed the same part: here is one after the other. Edit it until it is right.
combined = Both, put together
how-left = it was left as it is
how-back = it was brought back
how-back-with = it was brought back with { $whose } changes
how-kept = { $whose } words were kept
how-both = both were put together
settled-how = Settled: { $how }.
settled-elsewhere = Settled meanwhile, by someone else or on another device: { $how }.
not-used = What you were writing was not used:
put-now = Put it in now
taken-out = Everything was taken out.
written-after = Written after the two versions met.
words-before = { $whose } words, which were there before
nothing-there = (nothing)
both-began = What both began from
in-it = In it
in-it-added = something was added
its-place = Its place
its-place-moved = moved
side-added = added { $what }
side-took = took off { $what }
side-both = added { $added }, took off { $removed }
deleted-and-added = { $what } was deleted and added to
deleted-and-edited = { $what } was deleted and edited
field-of = { $field } of { $what }
whose-your = your
of-name = { $name }’s
of-name-hissing = { $name }’s
of-former = Former member’s
whose-other = the other
whose-later = { $whose } later
whose-earlier = { $whose } earlier
named-later = { $whose } later
named-earlier = { $whose } earlier
you = You
someone = Someone
waits-network = Waits for the network
cancel = Cancel
browser-on = { $browser } on { $system }
some-browser-on = A browser on { $system }
device-silent = A device that does not say what it is
devices-the = The list of your devices
devices-note = Every browser in which you are signed in to this account. Sign out those you do not know or do not use any more.
nowhere-else = You are signed in nowhere else.
devices-ended = Signed out { $n ->
    [one] { NUMBER($n) } device
   *[other] { NUMBER($n) } devices
}.
end-others = Sign out all others
end-others-ask = Sign out { $n ->
    [one] { NUMBER($n) } other device
   *[other] { NUMBER($n) } other devices
}?
end-them = Sign them out
in-use-now = in use now
last-seen = last seen { $when }
this-device = This device
device-since = Signed in { $when }, { $seen }
end-by-menu = Sign out by the account menu
end-named = Sign out: { $device }
end-ask = Sign this device out?
earlier-version = an earlier version
restore-version-of = Restore this whole version, of { $when }
restore-version = Restore this whole version
restore = Restore { $what }
from-hidden = from{ " " }
to-hidden = { " to " }
added-space = added{ " " }
took-space = took off{ " " }
as-before = as before
asked-space = asked for{ " " }
nothing-word = nothing
show-all = Show all
show-less = Show less
copy-words = Copy these words
put-back = Put it back
restored = Restored { $what }
older-gone = What is older is no longer kept.
older-none = Nothing is older.
older-all = You have seen everything.
reading-newer = Reading newer entries…
reading-older = Reading older entries…
show-newer = Show newer
show-older = Show older
history-the = The history
history-none = Nothing yet
history-none-words = The server has no history of this: it may still be on its way there.
newest = Newest
history-unsent = { $n ->
    [one] { NUMBER($n) } edit of yours is
   *[other] { NUMBER($n) } edits of yours are
} not sent yet.
history-refused = { $n ->
    [one] { NUMBER($n) } edit of yours was
   *[other] { NUMBER($n) } edits of yours were
} refused: see the sync centre.
edited-offline = Edited offline { $made }, arrived { $arrived }
history-of = History of { $what }
history = History
yes = yes
no = no
field-the = the { $field }
did-create = created { $what }
did-delete = deleted { $what }
did-bring-back = brought { $what } back
did-nothing = changed nothing: it was so already
another = another { $field }
did-ask = asked for { $what }
did-ask-many = asked for other values of { NUMBER($n) } fields
did-move = moved { $what }
did-change = changed { $what }
did-change-many = changed { NUMBER($n) } fields
replaced-newer = Replaced something newer, without having seen it.
replaced-written = Replaced what { $name } had written, without having seen it.
replaced-written-elsewhere = Replaced what { $name } had written elsewhere, without having seen it.
replaced-chosen = Replaced what { $name } had chosen, without having seen it.
replaced-chosen-elsewhere = Replaced what { $name } had chosen elsewhere, without having seen it.
lost-deleted = It was deleted all the same.
lost-stayed = What was there stayed; these words are kept here.
task-elsewhere = another task
did-archive = archived { $what }
did-unarchive = took { $what } out of the archive
did-tick = ticked { $what }
did-untick = unticked { $what }
members-later = The people show once this engagement has reached the server.
members = People
invite = Invite
leave-ask = Leave { $engagement }?
leave-words = You can no longer open it, and what you have not sent yet will be refused. Someone in it can invite you again.
leave = Leave
remove-ask = Remove { $person } from { $engagement }?
remove-words = { $person } can no longer open it, on any device. What they wrote stays. Links that invite people to it end too.
remove = Remove
you-left = You have left { $name }.
you-mark = { " " }(you)
saving = Saving…
role-of = Role of { $name }
leave-named = Leave { $name }
remove-named = Remove { $name }
nowhere = signed in nowhere
joined = Joined { $when } · { $seen }
search-label = Search for
search-to-results = { " to the results, " }
search-to-open = { " to open, " }
search-to-clear = { " to clear" }
comment-on = Comment on { $task }
step-of = Step of { $task }
comment = Comment
step = Step
task = Task
project = Project
saved-filter = Saved filter
member = Member
search-all-title = Search everything you may read
search-all-words = Titles, descriptions and labels of tasks, their steps and comments, projects, engagements and people. All the words must be in it; the last one may be only begun. Offline, what is on this device is searched.
search-here-offline = Offline: searched what is on this device.
search-here-instead = { $why } Searched what is on this device.
search-none = Nothing has all these words.
search-first = The first { $n ->
    [one] { NUMBER($n) } result
   *[other] { NUMBER($n) } results
}. Add a word to narrow it down.
results-counted = { $n ->
    [one] { NUMBER($n) } result
   *[other] { NUMBER($n) } results
}
searching = Searching…
search-nothing = Nothing found
search-nothing-words = Try fewer words, or only the beginning of one.
search-refused = Change the words above and search again.
results = Results
version = Version
edits = Edits
answers-kept = Answers kept in memory
support-copy = Copy for support
support-copied = What this page shows is on the clipboard.
support-not-copied = The browser did not allow it. Select the page's text and copy that.
worker = Service worker
worker-controls = Keeps the app for offline, and sends edits while no tab is open
worker-waits = A newer build waits: close every tab of Holdfast, and open it again
worker-absent = Not in charge of this page yet
worker-unsupported = This browser has none here: edits are sent while a tab is open
memory-app = Memory of the app
memory-scripts = Memory of scripts
memory-tight = The browser has little memory left for this page. Close what you do not need, and load the page anew.
unreadable-unknown = Could not be counted
not-told = The browser does not tell
stored-here = Stored on this device
records-held = Records
unsent-held = Edits on their way
edits-refused = Edits that need you
unreadable-held = Put aside as unreadable
answers-large = The answers kept weigh { $size }: more than they should.
answer-slow = Slow: “{ $name }” took { $seconds } s.
answers = Answers
answers-in-use = { NUMBER($entries) }, of which { NUMBER($observed) } in use
size = Size
out-of-date = Out of date
found-here = Found here when wanted
shared-requests = Requests shared
server-asked-last = The server is being asked. It last answered: { $when }.
server-asked = The server is being asked.
server-the = The server
server-no-db = The server answers, but its database does not.
server-up-out = The server answers. Sign in again to see how it stands.
server-up = The server answers.
server-down = The server cannot be reached.
server-last = { $what } It last answered: { $when }; this is how it stood then.
server-since = { $what } It has not answered since this page was opened: { $when }.
db-silent = It does not answer
up-for = Up for
started = Started
database = Database
sockets = Open connections
epoch = Epoch
bytes-counted = { $n ->
    [one] { NUMBER($n) } byte
   *[other] { NUMBER($n) } bytes
}
minute-less = less than a minute
days-hours = { $days ->
    [one] { NUMBER($days) } day
   *[other] { NUMBER($days) } days
} { NUMBER($hours) } h
part-of = { NUMBER($part) } of { NUMBER($whole) } ({ NUMBER($percent) } %)
none-yet = none yet
sync-nothing = Nothing waits
sync-nothing-words = Every edit made on this device is on the server.
sync-list = Edits that are not known to be on the server
edits-need = { $n ->
    [one] { NUMBER($n) } edit needs
   *[other] { NUMBER($n) } edits need
} you
edits-on-way = { $n ->
    [one] { NUMBER($n) } edit
   *[other] { NUMBER($n) } edits
} on the way
edits-unread = { $n ->
    [one] { NUMBER($n) } edit
   *[other] { NUMBER($n) } edits
} this version cannot read
edits-unread-words = Kept as it is. A newer version of Holdfast may be able to; reload to get it.
retry-all = Try all { NUMBER($n) } again
on-this-device = On this device
put-aside = { $n ->
    [one] { NUMBER($n) } thing stored here could not be read and was
   *[other] { NUMBER($n) } things stored here could not be read and were
} put aside. What the server has was fetched again; what was put aside is in the export.
room-used = Room used
kept-label = Kept
not-on-server = Not on the server
bytes-of = { $used } of { $all }
kept-always = Until you sign out
kept-maybe = The browser may clear it if this device runs out of room; the server's copy stays
conflicts = Conflicts
conflicts-all = All of this engagement
search-placeholder = Words in tasks, comments, projects…
share-nothing = There is nothing here
share-again = What was shared has been added already, or this browser could not keep it. Share it once more, or import a file.
share-engagements = To your engagements
share-gone = What was shared is no longer here. Share it once more, or choose a file.
note-attachment = { $n ->
    [one] { NUMBER($n) } attachment
   *[other] { NUMBER($n) } attachments
}
note-vote = { $n ->
    [one] { NUMBER($n) } vote
   *[other] { NUMBER($n) } votes
}
note-cover = { $n ->
    [one] { NUMBER($n) } card cover
   *[other] { NUMBER($n) } card covers
}
note-sticker = { $n ->
    [one] { NUMBER($n) } sticker
   *[other] { NUMBER($n) } stickers
}
note-custom-field = { $n ->
    [one] { NUMBER($n) } custom field value
   *[other] { NUMBER($n) } custom field values
}
note-power-up = { $n ->
    [one] { NUMBER($n) } entry of a power-up
   *[other] { NUMBER($n) } entries of power-ups
}
note-location = { $n ->
    [one] { NUMBER($n) } location of a card
   *[other] { NUMBER($n) } locations of cards
}
note-start-date = { $n ->
    [one] { NUMBER($n) } start date
   *[other] { NUMBER($n) } start dates
}
note-step-detail = { $n ->
    [one] { NUMBER($n) } date or person of a checklist step
   *[other] { NUMBER($n) } dates or people of checklist steps
}
note-empty-checklist = { $n ->
    [one] { NUMBER($n) } checklist without steps
   *[other] { NUMBER($n) } checklists without steps
}
note-empty-comment = { $n ->
    [one] { NUMBER($n) } comment without text
   *[other] { NUMBER($n) } comments without text
}
note-empty-label = { $n ->
    [one] { NUMBER($n) } label without name and colour
   *[other] { NUMBER($n) } labels without name and colour
}
note-unknown-member = { $n ->
    [one] { NUMBER($n) } person on a card who is not named in the file
   *[other] { NUMBER($n) } people on cards who are not named in the file
}
note-unknown-list = { $n ->
    [one] { NUMBER($n) } card of a list that is not in the file
   *[other] { NUMBER($n) } cards of lists that are not in the file
}
note-unknown-checklist-card = { $n ->
    [one] { NUMBER($n) } checklist of a card that is not there
   *[other] { NUMBER($n) } checklists of cards that are not there
}
note-unknown-comment-card = { $n ->
    [one] { NUMBER($n) } comment on a card that is not there
   *[other] { NUMBER($n) } comments on cards that are not there
}
note-history = { $n ->
    [one] { NUMBER($n) } entry of the board's history
   *[other] { NUMBER($n) } entries of the board's history
}
note-untitled = { $n ->
    [one] { NUMBER($n) } empty name, now “(untitled)”
   *[other] { NUMBER($n) } empty names, now “(untitled)”
}
note-long-title = { $n ->
    [one] { NUMBER($n) } title longer than 500 characters, now whole in the card's description
   *[other] { NUMBER($n) } titles longer than 500 characters, now whole in their cards' descriptions
}
note-long-name = { $n ->
    [one] { NUMBER($n) } very long name, cut
   *[other] { NUMBER($n) } very long names, cut
}
note-long-text = { $n ->
    [one] { NUMBER($n) } text longer than 50,000 characters, cut
   *[other] { NUMBER($n) } texts longer than 50,000 characters, cut
}
note-too-many = { $n ->
    [one] { NUMBER($n) } label or person beyond the 200 a card can have
   *[other] { NUMBER($n) } labels or people beyond the 200 a card can have
}
note-control = { $n ->
    [one] { NUMBER($n) } text with control characters, now without
   *[other] { NUMBER($n) } texts with control characters, now without
}
note-western = { $n ->
    [one] { NUMBER($n) } file that is not Unicode, read as Western European (Windows-1252)
   *[other] { NUMBER($n) } files that are not Unicode, read as Western European (Windows-1252)
}
note-ambiguous-date = { $n ->
    [one] { NUMBER($n) } date that does not tell day from month, read in your usual order
   *[other] { NUMBER($n) } dates that do not tell day from month, read in your usual order
}
note-kept = { $n ->
    [one] { NUMBER($n) } value Holdfast has no field for, now in its task's description
   *[other] { NUMBER($n) } values Holdfast has no field for, now in their tasks' descriptions
}
note-project-name = { $n ->
    [one] { NUMBER($n) } task of another project in the file
   *[other] { NUMBER($n) } tasks of other projects in the file
}
note-complete-elsewhere = { $n ->
    [one] { NUMBER($n) } card marked complete that stays in its list's status
   *[other] { NUMBER($n) } cards marked complete that stay in their lists' status
}
note-unknown-parent = { $n ->
    [one] { NUMBER($n) } subtask of a task that is not there, now a task of its own
   *[other] { NUMBER($n) } subtasks of tasks that are not there, now tasks of their own
}
odd-line = line { NUMBER($line) }: { $problem }
odd-more = and { $number ->
    [one] { NUMBER($number) } more such line
   *[other] { NUMBER($number) } more such lines
}
odd-cells-few = it has { NUMBER($has) } cells where { NUMBER($expected) } were expected; the others read as empty
odd-cells-many = it has { NUMBER($has) } cells where { NUMBER($expected) } were expected; those beyond are in its description
odd-date = “{ $text }” is not a date; it is in the description
odd-priority = “{ $text }” is not a priority; it is in the description
odd-duration = “{ $text }” is not a duration; it is in the description
odd-yes-no = “{ $text }” is not yes or no; it is in the description
odd-projects = there are more than { NUMBER($most) } projects; its is in the description
odd-statuses = there are more than { NUMBER($most) } statuses; its is in the description
odd-untitled = it has no title
place-file = the file
place-columns = the columns
place-byte = byte { NUMBER($at) }
place-character = character { NUMBER($at) }
place-line = line { NUMBER($line) }
place-line-at = line { NUMBER($line) }, column { NUMBER($column) }
shape-null = null
shape-flag = true or false
shape-number = a number
shape-text = text
shape-date = a date
shape-array = an array
shape-object = an object
many-cards = cards
many-columns = columns
many-rows = rows
many-tasks = tasks
bad-many = there are { NUMBER($has) } { $what }; { NUMBER($most) } is the most
bad-no-rows = it has no rows
bad-cut-off = the file ends in the middle: it was cut off
bad-json = this is not JSON: { $said }
bad-deep = this is nested too deeply
bad-no-board = a Trello board export is an object; this is { $found }
bad-no-part = missing; this is not a Trello board export
bad-shape = { $expected } was expected here, not { $found }
bad-no-id = the id is missing
bad-same-id = “{ $id }” is also the id of { $other }
bad-date = “{ $text }” is not a date
bad-unknown = “{ $text }” is not one
bad-value = “{ $text }” { $wrong }
bad-newer = it is { $version }: a newer Holdfast wrote this file
bad-no-version = it is missing
bad-quote = a quotation mark opens a cell in this row and never closes it; the rest of the file would be that cell
bad-no-title = none of them is the title of its task
