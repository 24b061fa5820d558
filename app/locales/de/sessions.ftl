### Sessions: the hub, a session's own page, and what is said of them elsewhere.

noun-session-the = die Sitzung
noun-session-a = eine Sitzung
noun-session = Sitzung
noun-preferences-the = deine Einstellungen
noun-preferences = Einstellungen
op-state = Status gesetzt auf { $state }: { $what }
op-place-taken = Platz genommen: { $what }
op-place-given = Platz aufgegeben: { $what }
op-favoured = Favorit gemerkt
op-unfavoured = Favorit nicht mehr gemerkt
field-seats = Plätze
field-participants = Teilnehmende
field-favourites = Favoriten
field-session-order = Reihenfolge der Sitzungen
state-active = Aktiv
state-inactive = Inaktiv
state-archived = Archiviert
hint-range = Eine ganze Zahl von { $least } bis { $most }.
wrong-range = muss von { $least } bis { $most } sein
wrong-full = sind voll: alle { NUMBER($most) } Plätze sind vergeben
gone-offline = Du bist offline. Du kannst weiterarbeiten.
back-online = Du bist wieder online. Was wartete, wird gesendet.
