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
wrong-full = finden keinen Platz mehr: alle { NUMBER($most) } Plätze sind vergeben
session = Sitzung
sessions = Sitzungen
sessions-here = Sitzungen dieses Vorhabens
also-sessions = hub raum treffen
go-sessions = Zu den Sitzungen
keys-sessions = Von Sitzung zu Sitzung
sessions-all = Alle
sessions-created = Eigene
sessions-shared = Geteilt
sessions-favourites = Favoriten
sessions-tab = { $tab } ({ NUMBER($n) })
sessions-tabs = Wessen Sitzungen
sessions-figures = Sitzungen in Zahlen
figures-total = Gesamt
order-recent = Zuletzt geändert
order-alphabetical = Nach Namen
order-created = Zuletzt angelegt
order-participants = Meiste Personen
sessions-any-state = Jeder Status
sessions-find = Sitzungen nach Name, Beschreibung oder Urheber finden
sessions-find-placeholder = Sitzungen finden
sessions-refresh = Jetzt nach Neuem sehen
sessions-offline = Offline: Das ist, was dieses Gerät weiß. Was du änderst, wird später von selbst gesendet.
sessions-counted = { $n ->
    [one] { NUMBER($n) } Sitzung
   *[other] { NUMBER($n) } Sitzungen
}
sessions-taken = { NUMBER($n) } von { NUMBER($all) }
sessions-none = Keine Sitzungen hier
sessions-none-editor = Beginne eine: Wer gemeinsam an etwas arbeitet, findet sich dort.
sessions-none-viewer = Sie erscheinen, sobald jemand eine beginnt, der bearbeiten darf.
sessions-none-favourite = Der Stern einer Sitzung bringt sie hierher.
sessions-none-shared = Sitzungen anderer erscheinen hier, sobald du beitrittst.
sessions-no-fit = Keine Sitzung passt
sessions-selected = { $n ->
    [one] { NUMBER($n) } Sitzung
   *[other] { NUMBER($n) } Sitzungen
} ausgewählt
sessions-picked = Ausgewählte Sitzungen
session-new = Neue Sitzung
session-create = Sitzung anlegen
form-found = Hier ist, was du begonnen hattest.
form-anew = Neu beginnen
session-edit = Sitzung bearbeiten
session-open = Öffnen
session-full = Voll
session-you = Du
session-host = Gastgeber
session-menu = Was möglich ist
session-more = Was möglich ist: { $name }
session-favourite = Favorit: { $name }
session-favour = Als Favorit merken
session-unfavour = Nicht mehr merken
session-favourites-full = Du hast { NUMBER($n) } Sitzungen gemerkt, mehr geht nicht. Nimm erst einer den Stern.
session-share = Link kopieren
session-link-copied = Der Link ist kopiert. Er öffnet sich für Mitglieder des Vorhabens.
session-report = Melden
session-reopen = Wieder öffnen
session-seats-taken = { NUMBER($n) } von { NUMBER($all) } Plätzen vergeben
session-people = Personen ({ NUMBER($n) } von { NUMBER($all) })
session-nobody = Niemand nimmt teil.
session-settings = Einstellungen
session-made-by = Angelegt von { $name }, { $when }
session-made = Angelegt: { $name }
session-changed = Geändert: { $name }
session-unchanged = Nichts wurde geändert.
session-joined = Beigetreten: { $name }
session-left = Verlassen: { $name }
session-put-out = Herausgenommen: { $person } ({ $name })
session-favoured = Als Favorit gemerkt: { $name }
session-unfavoured = Nicht mehr gemerkt: { $name }
session-delete-ask = Löschen: { $name }?
sessions-delete-ask = { NUMBER($n) } Sitzungen löschen?
session-delete-words = Niemand kann mehr beitreten. Du kannst es rückgängig machen.
sessions-delete = { NUMBER($n) } löschen
sessions-delete-left = { $n ->
    [one] { NUMBER($n) } davon bleibt
   *[other] { NUMBER($n) } davon bleiben
}:
session-not-yours = { $name }: Löschen darf sie nur { $host } oder ein Verwalter
sessions-deleted = { $n ->
    [one] { NUMBER($n) } Sitzung
   *[other] { NUMBER($n) } Sitzungen
} gelöscht
sessions-deleted-some = { $n ->
    [one] { NUMBER($n) } Sitzung
   *[other] { NUMBER($n) } Sitzungen
} gelöscht, { NUMBER($left) } nicht
report-ask = Melden: { $name }
report-words = Dein Mailprogramm schreibt an die, die dieses Vorhaben verwalten: { $names }.
report-nobody = Niemand sonst verwaltet dieses Vorhaben.
report-why = Was nicht stimmt
report-mail = Mail schreiben
report-subject = Meldung der Sitzung { $name }
report-not-copied = Die Meldung konnte nicht kopiert werden. Markiere und kopiere sie selbst.
report-copied = Die Meldung ist kopiert.
gone-offline = Du bist offline. Du kannst weiterarbeiten.
back-online = Du bist wieder online. Was wartete, wird gesendet.
not-here = Nicht auf diesem Gerät
not-here-words = Der Server ist nicht erreichbar, und dieses Gerät hat nichts von dieser Adresse. Es erscheint, sobald es da ist.
