### Sessions: the hub, a session's own page, and what is said of them elsewhere.

noun-session-the = the session
noun-session-a = a session
noun-session = session
noun-preferences-the = your preferences
noun-preferences = preferences
op-state = Set the status of { $what } to { $state }
op-place-taken = Took a place in { $what }
op-place-given = Gave up a place in { $what }
op-favoured = Marked a favourite
op-unfavoured = Took a mark off a favourite
field-seats = places
field-participants = participants
field-favourites = favourites
field-session-order = order of sessions
state-active = Active
state-inactive = Inactive
state-archived = Archived
hint-range = A whole number from { $least } to { $most }.
wrong-range = must be from { $least } to { $most }
wrong-full = find no place left: all { NUMBER($most) } places are taken
session = Session
sessions = Sessions
sessions-here = Sessions of this engagement
also-sessions = hub room meeting
go-sessions = Go to the sessions
keys-sessions = From session to session
sessions-all = All
sessions-created = Created
sessions-shared = Shared
sessions-favourites = Favourites
sessions-tab = { $tab } ({ NUMBER($n) })
sessions-tabs = Whose sessions
sessions-figures = Sessions in figures
figures-total = Total
order-recent = Changed last
order-alphabetical = By name
order-created = Made last
order-participants = Most people
sessions-any-state = Any status
sessions-find = Find sessions by name, description or who made them
sessions-find-placeholder = Find sessions
sessions-refresh = Look for news now
sessions-offline = Offline: this is what the device knows. What you change is sent by itself later.
sessions-counted = { $n ->
    [one] { NUMBER($n) } session
   *[other] { NUMBER($n) } sessions
}
sessions-taken = { NUMBER($n) } of { NUMBER($all) }
sessions-none = No sessions here
sessions-none-editor = Begin one: who works on something together finds each other there.
sessions-none-viewer = They show as soon as somebody who may edit begins one.
sessions-none-favourite = The star of a session puts it here.
sessions-none-shared = Sessions of others show here once you join them.
sessions-no-fit = No session fits
sessions-selected = { $n ->
    [one] { NUMBER($n) } session
   *[other] { NUMBER($n) } sessions
} selected
sessions-picked = Selected sessions
session-new = New session
session-create = Create session
form-found = Here is what you began before.
form-anew = Start over
session-edit = Edit session
session-open = Open
session-full = Full
session-you = You
session-host = Host
session-menu = What can be done
session-more = What can be done with { $name }
session-favourite = Favourite: { $name }
session-favour = Mark as favourite
session-unfavour = No favourite any more
session-favourites-full = You have marked { NUMBER($n) } sessions, and no more can be. Take the star off one first.
session-share = Copy link
session-link-copied = The link is copied. It opens for members of the engagement.
session-report = Report
session-reopen = Reopen
session-seats-taken = { NUMBER($n) } of { NUMBER($all) } places taken
session-people = People ({ NUMBER($n) } of { NUMBER($all) })
session-nobody = Nobody takes part.
session-settings = Settings
session-made-by = Made by { $name }, { $when }
session-made = Made { $name }
session-changed = Changed { $name }
session-unchanged = Nothing was changed.
session-joined = Joined { $name }
session-left = Left { $name }
session-put-out = Took { $person } out of { $name }
session-favoured = Marked { $name } as favourite
session-unfavoured = Took the mark off { $name }
session-delete-ask = Delete { $name }?
sessions-delete-ask = Delete { NUMBER($n) } sessions?
session-delete-words = Nobody can join any more. You can undo it.
sessions-delete = Delete { NUMBER($n) }
sessions-delete-left = { $n ->
    [one] { NUMBER($n) } of them stays
   *[other] { NUMBER($n) } of them stay
}:
session-not-yours = { $name }: only { $host } or an admin may delete it
sessions-deleted = { $n ->
    [one] { NUMBER($n) } session
   *[other] { NUMBER($n) } sessions
} deleted
sessions-deleted-some = { $n ->
    [one] { NUMBER($n) } session
   *[other] { NUMBER($n) } sessions
} deleted, { NUMBER($left) } not
report-ask = Report { $name }
report-words = Your mail program writes to those who look after this engagement: { $names }.
report-nobody = Nobody else looks after this engagement.
report-why = What is wrong
report-mail = Write the mail
report-subject = Report of the session { $name }
report-not-copied = The report could not be copied. Select it and copy it yourself.
report-copied = The report is copied.
gone-offline = You are offline. You can go on working.
back-online = You are online again. What waited is being sent.
not-here = Not on this device
not-here-words = The server cannot be reached, and this device has nothing of that address. It shows as soon as it is here.
