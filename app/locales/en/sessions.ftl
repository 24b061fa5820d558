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
wrong-full = are full: all { NUMBER($most) } places are taken
gone-offline = You are offline. You can go on working.
back-online = You are online again. What waited is being sent.
