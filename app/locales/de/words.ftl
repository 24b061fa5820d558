### What is the same wherever it is said: days, records, edits, states.

quoted = „{ $title }“
called = { $noun } { $title }
and = { " und " }
today = Heute
tomorrow = Morgen
yesterday = Gestern
just-now = gerade eben
minutes-ago = vor { NUMBER($n) } Min.
hours-ago = vor { NUMBER($n) } Std.
yesterday-then = gestern
days-ago = vor { $n ->
    [one] { NUMBER($n) } Tag
   *[other] { NUMBER($n) } Tagen
}
minutes = { NUMBER($n) } Min.
hours = { NUMBER($n) } Std.
hours-minutes = { NUMBER($hours) } Std. { NUMBER($minutes) } Min.
noun-task-the = die Aufgabe
noun-task-a = eine Aufgabe
noun-task = Aufgabe
noun-project-the = das Projekt
noun-project-a = ein Projekt
noun-project = Projekt
noun-engagement-the = das Vorhaben
noun-engagement-a = ein Vorhaben
noun-engagement = Vorhaben
noun-step-the = der Schritt
noun-step-a = ein Schritt
noun-step = Schritt
noun-comment-the = der Kommentar
noun-comment-a = ein Kommentar
noun-comment = Kommentar
noun-filter-the = der gemerkte Filter
noun-filter-a = ein gemerkter Filter
noun-filter = gemerkter Filter
noun-record-the = der Eintrag
noun-record-a = ein Eintrag
noun-record = Eintrag
op-added = Hinzugefügt: { $what }
op-deleted = Gelöscht: { $what }
op-brought-back = Zurückgeholt: { $what }
op-nothing = Nichts
op-and-more = { $words }, und { NUMBER($n) } weitere
op-renamed-from = Umbenannt: { $old } in { $new }
op-renamed = Umbenannt in { $new }
op-moved-to = Verschoben: { $what } nach { $to }
op-moved = Verschoben: { $what }
op-changed = Geändert: { $field } ({ $what })
op-prioritised = Priorität gesetzt: { $what } auf { $priority }
op-undated = Fälligkeit entfernt: { $what }
op-put-under = Unter { $other } gestellt: { $what }
op-subtask = Zur Unteraufgabe gemacht: { $what }
op-own = Eigenständig gemacht: { $what }
op-archived = Archiviert: { $what }
op-unarchived = Aus dem Archiv geholt: { $what }
op-ticked = Abgehakt: { $what }
op-unticked = Haken entfernt: { $what }
op-time-added = Zeit hinzugefügt: { $time } ({ $what })
op-time-taken = Zeit abgezogen: { $time } ({ $what })
op-tagged = Label hinzugefügt: { $tags } ({ $what })
op-untagged = Label entfernt: { $tags } ({ $what })
op-assigned = Zugewiesen: { $what }
op-unassigned = Zuweisung aufgehoben: { $what }
field-due-the = die Fälligkeit
field-time-the = der Zeitaufwand
field-description-the = die Beschreibung
field-order-the = der Platz
field-tags-the = die Labels
field-people-the = die Personen
field-parent-the = die übergeordnete Aufgabe
field-due = Fälligkeit
field-time = Zeitaufwand
field-description = Beschreibung
field-order = Platz
field-tags = Labels
field-people = Personen
field-parent = übergeordnete Aufgabe
field-title = Titel
field-status = Status
field-priority = Priorität
field-archived = Archiv
field-name = Name
field-text = Text
field-done = erledigt
status-backlog = Ideen
status-todo = Zu tun
status-in-progress = In Arbeit
status-in-review = In Prüfung
status-done = Erledigt
priority-low = Niedrig
priority-medium = Mittel
priority-high = Hoch
priority-urgent = Dringend
role-viewer = Leser
role-editor = Bearbeiter
role-admin = Verwalter
role-owner = Inhaber
source-trello = Trello-Board
source-csv = Tabelle (CSV)
source-todo-txt = todo.txt-Liste
source-holdfast = Holdfast-Export
sync-opening = Wird geöffnet
sync-opening-meaning = Was auf diesem Gerät gespeichert ist, wird gelesen.
sync-and-waiting = { $words } · { $n ->
    [one] { NUMBER($n) } wartet
   *[other] { NUMBER($n) } warten
}
sync-problems = { $n ->
    [one] { NUMBER($n) } Problem
   *[other] { NUMBER($n) } Probleme
}
sync-saving = Wird gespeichert
sync-offline = Offline
sync-waiting = { $n ->
    [one] { NUMBER($n) } wartet
   *[other] { NUMBER($n) } warten
}
sync-synced = Abgeglichen
link-down-for = Offline, neuer Versuch in { NUMBER($n) } s
sync-old = Deine älteste nicht gesendete Änderung: { $when }. Sie ist hier sicher, aber auf keinem anderen Gerät: Erreiche bald den Server, oder exportiere sie.
bytes-few = weniger als 1 kB
wiped = Der Browser hat gelöscht, was auf diesem Gerät gespeichert war. Alles war auf dem Server und wird neu geholt.
wiped-unsent = Der Browser hat gelöscht, was auf diesem Gerät gespeichert war, mit { $n ->
    [one] { NUMBER($n) } Änderung, die den Server nicht erreicht hatte
   *[other] { NUMBER($n) } Änderungen, die den Server nicht erreicht hatten
}. Was der Server hat, wird neu geholt.
reset-kept = { $n ->
    [one] { NUMBER($n) } nicht gesendete Änderung wurde
   *[other] { NUMBER($n) } nicht gesendete Änderungen wurden
} behalten.
reset-lost = { $n ->
    [one] { NUMBER($n) } nicht gesendete Änderung konnte nicht gelesen werden und muss
   *[other] { NUMBER($n) } nicht gesendete Änderungen konnten nicht gelesen werden und müssen
} neu gemacht werden.
reset-none = Es war keine nicht gesendete Änderung dabei.
reset-damaged = Was auf diesem Gerät gespeichert war, war beschädigt und wurde vom Server neu geholt. { $unsent }
quarantined = { $n ->
    [one] { NUMBER($n) } Eintrag auf diesem Gerät ließ
   *[other] { NUMBER($n) } Einträge auf diesem Gerät ließen
} sich nicht lesen. Was der Server hat, wird neu geholt; der Rest ist beiseitegelegt: siehe Sync-Zentrale.
why-quota = dieses Gerät hat keinen Platz mehr für die Daten von Holdfast
why-superseded = eine neuere Version von Holdfast ist offen: lade diesen Tab neu
why-corrupt = etwas auf diesem Gerät Gespeichertes konnte nicht gelesen werden
why-failed = der Browser konnte nicht verwenden, was er für Holdfast speichert
refused-quota = Auf diesem Gerät ist kein Platz mehr, daher { $n ->
    [one] konnte { NUMBER($n) } Änderung
   *[other] konnten { NUMBER($n) } Änderungen
} nicht gespeichert werden. Schaffe Platz und versuche es noch einmal; nichts, was schon gespeichert war, ist verloren.
refused-store = Was auf diesem Gerät gespeichert ist, ließ sich nicht lesen oder ändern: { $why }.
refused-edits = { $n ->
    [one] { NUMBER($n) } Änderung konnte
   *[other] { NUMBER($n) } Änderungen konnten
} nicht gespeichert werden: { $why }.
undone = Rückgängig gemacht: { $label }
redone = Wiederholt: { $label }
undo-left = { $done }. So gelassen: { $left }.
undo-left-more = { $done }. So gelassen: { $left }; und { NUMBER($n) } weitere.
undo-nothing = Es gibt nichts rückgängig zu machen.
redo-nothing = Es gibt nichts zu wiederholen.
undo-field = { $field } ({ $record })
undo-why = { $what } ({ $why })
undo-changed = jemand anders hat es seitdem geändert
undo-later = du hast es seitdem geändert
undo-in-use = jemand anders hat seitdem etwas hinzugefügt
undo-gone = es ist nicht mehr da
sort-hand = Von Hand
field-due-date = Fälligkeit
priority = Priorität
title = Titel
created = Angelegt
status = Status
time-spent = Zeitaufwand
person = Person
label = Label
first-label = Erstes Label
nothing = Nichts
list = Liste
board = Board
table = Tabelle
due = Fällig
no-label-columns = auf dem Board nicht, weil eine Aufgabe mehrere haben kann
no-columns = ein Board hat Spalten
overdue = Überfällig
this-week = Diese Woche
later = Später
no-date = Kein Datum
no-time = Ohne Uhrzeit
past = Vorbei und erledigt
key-next = Zur Aufgabe darunter
key-previous = Zur Aufgabe darüber
key-first = Zur ersten Aufgabe der Gruppe
key-last = Zur letzten Aufgabe der Gruppe
key-before = Auf einem Board zur Spalte davor
key-after = Auf einem Board zur Spalte danach
key-open = Die Aufgabe öffnen
key-rename = Die Aufgabe umbenennen
key-done = Die Aufgabe als erledigt markieren oder nicht
key-up = Die Aufgabe nach oben schieben
key-down = Die Aufgabe nach unten schieben
key-left = Die Aufgabe in die Gruppe davor schieben
key-right = Die Aufgabe in die Gruppe danach schieben
key-delete = Die Aufgabe oder alle ausgewählten löschen
key-pick = Die Aufgabe auswählen oder nicht mehr
key-pick-next = Bis zur Aufgabe darunter auswählen
key-pick-previous = Bis zur Aufgabe darüber auswählen
key-pick-all = Alle gezeigten Aufgaben auswählen
key-pick-none = Nichts auswählen
sync-problem-meaning = Etwas konnte so nicht getan werden. Es bleibt unten, bis du entscheidest.
sync-saving-meaning = Deine Änderungen werden auf diesem Gerät gespeichert.
sync-out-meaning = Der Server bittet dich, dich wieder anzumelden.
sync-out-safe = Der Server bittet dich, dich wieder anzumelden. Bis dahin sind deine Änderungen auf diesem Gerät sicher.
sync-offline-meaning = Der Server ist nicht erreichbar. Du kannst weiterarbeiten: Änderungen werden auf diesem Gerät gespeichert.
sync-offline-safe = Der Server ist nicht erreichbar. Deine Änderungen sind auf diesem Gerät gespeichert und werden von selbst gesendet, sobald er es ist.
sync-waiting-meaning = Deine Änderungen sind auf diesem Gerät gespeichert und unterwegs zum Server.
sync-synced-meaning = Alles ist auf dem Server.
link-paused = Angehalten, bis du dich wieder anmeldest
link-offline = Offline; wird von selbst neu versucht
link-trying = Offline, neuer Versuch jetzt
link-live = Live
link-slower = Live, über einen langsameren Kanal
link-checking = Sieht alle paar Sekunden nach
link-reached = Erreicht; die Live-Verbindung wird geöffnet
link-connecting = Verbindung wird aufgebaut
archive = Archiv
nobody = Niemand
no-label = Kein Label
of-priority = Priorität { $priority }
or = { " oder " }
letter-none = Nichts zu bearbeiten
letter-dealt = Diese Änderung ist inzwischen erledigt.
letter-refused = Vor dem nächsten Versuch bearbeiten
letter-retry = Speichern und noch einmal versuchen
letter-unsent = Vor dem Senden bearbeiten
save = Speichern
letter-no-words = In dieser Änderung sind keine Worte zu ändern.
letter-stays = Was diese Änderung sonst tut, bleibt.
letter-wrong = { $field } { $wrong }.
sync-made = { $note } · { $when }
try-again-named = Noch einmal versuchen: { $what }
edit-named = Bearbeiten: { $what }
edit = Bearbeiten
export-named = Exportieren: { $what }
export = Exportieren
discard-named = Verwerfen: { $what }
discard = Verwerfen
gone = Etwas, das nicht mehr hier ist
line-storing = Wird auf diesem Gerät gespeichert
line-accepted = Auf dem Server, wird bestätigt
line-refused = Abgelehnt; bleibt hier, bis du entscheidest
belongs-to = wozu es gehört
line-held = Zurückgehalten: abgelehnt wurde { $what }
line-after = Hier gespeichert; geht, sobald auf dem Server ist: { $what }
line-offline = Hier gespeichert; der Server ist nicht erreichbar
line-out = Hier gespeichert; wird gesendet, sobald du dich wieder anmeldest
line-going = Hier gespeichert, unterwegs
open-sync = Sync-Zentrale öffnen
connection = Verbindung
last-synced = Zuletzt abgeglichen
not-yet = Auf diesem Gerät noch nicht
try-now = Jetzt versuchen
sync-lines = Änderungen unterwegs
more-edits = und { $n ->
    [one] { NUMBER($n) } weitere Änderung
   *[other] { NUMBER($n) } weitere Änderungen
}.
withdraw-none = Nichts zu verwerfen
withdraw-done = Diese Änderung ist schon auf dem Server oder erledigt.
withdraw-sent = Diese Änderung lässt sich nicht zurückholen
withdraw-sent-words = Sie ist vielleicht schon auf dem Server: Sie hat dieses Gerät verlassen, und es kam keine Antwort. Rückgängig machen ist eine neue Änderung, die sie zurücknimmt.
withdraw-ask = Diese Änderung verwerfen?
withdraw-undo = Rückgängig machen
discard-all = Alle { NUMBER($n) } verwerfen
withdraw-others = Sie hat dieses Gerät nicht verlassen und wird nicht gesendet. { $n ->
    [one] { NUMBER($n) } andere Änderung baut
   *[other] { NUMBER($n) } andere Änderungen bauen
} auf ihr auf und { $n ->
    [one] geht nicht ohne sie: Sie wird
   *[other] gehen nicht ohne sie: Sie werden
} auch verworfen.
withdraw-alone = Sie hat dieses Gerät nicht verlassen und wird nicht gesendet.
conflicts-to-settle = { $n ->
    [one] { NUMBER($n) } Konflikt
   *[other] { NUMBER($n) } Konflikte
} zu klären
conflict-deleted = Dies wurde gleichzeitig gelöscht und bearbeitet.
conflict-two = Es gibt zwei Fassungen: { $field }.
and-more = { " " }{ $n ->
    [one] Hier gibt es noch einen Konflikt.
   *[other] Hier gibt es noch { NUMBER($n) } andere Konflikte.
}
compare = Vergleichen und wählen
why-in-the-way = ein Tab mit einer älteren Version von Holdfast ist im Weg: schließe ihn
why-still-used = ein anderer Tab benutzt die Daten noch: schließe die anderen Tabs
why-closed = der Browser hat die Datenbank geschlossen
why-ended = der Browser hat den Vorgang abgebrochen
why-signed-out = diese Person wurde abgemeldet
why-closing = die Seite wird gerade geschlossen
why-part-missing = ein Teil von Holdfast ist noch nicht auf diesem Gerät und konnte nicht geladen werden
refused-unauthenticated = Der Server verlangt eine gültige Anmeldung (er sagt: „{ $said }“).
refused-wrong-account = Hier ist inzwischen ein anderes Konto angemeldet. Melde dich mit dem Konto dieser Seite an, um weiterzumachen (der Server sagt: „{ $said }“).
refused-protocol = App und Server haben verschiedene Versionen. Lade die App neu (der Server sagt: „{ $said }“).
refused-too-large = Das ist dem Server zu groß (er sagt: „{ $said }“).
refused-throttled = Gerade ist es dem Server zu viel. Versuche es gleich noch einmal (er sagt: „{ $said }“).
refused-not-found = Das gibt es nicht, oder es ist nicht für dich (der Server sagt: „{ $said }“).
refused-forbidden = Das erlaubt deine Rolle nicht (der Server sagt: „{ $said }“).
refused-internal = Der Server hat einen Fehler gemacht und ihn notiert. Deine Änderungen bleiben; versuche es später noch einmal (er sagt: „{ $said }“).
wrong-blank = darf nicht leer sein
wrong-long = ist { NUMBER($has) } Zeichen lang, höchstens { NUMBER($most) } sind möglich
wrong-choice = muss eines davon sein: { $names }
wrong-time = liegt nicht zwischen den Jahren 1900 und 9999
wrong-address = Eine E-Mail-Adresse ist wie ada@example.org.
wrong-many = hat { NUMBER($has) } Einträge, höchstens { NUMBER($most) } sind möglich
wrong-member = hat einen Eintrag, der leer ist oder mehr als { NUMBER($most) } Zeichen hat
wrong-too-long = ist zu lang
wrong-missing = fehlt
wrong-field = gibt es hier nicht
wrong-settled = lässt sich nicht mehr ändern
wrong-kind = passt nicht zu diesem Feld
field-wrong = { $field } { $wrong }
rejected-not-found = was geändert werden soll, gibt es hier nicht
rejected-deleted = inzwischen hat es jemand gelöscht; stell es wieder her, um diese Änderung zu behalten
rejected-forbidden = deine Rolle in diesem Vorhaben erlaubt es nicht
rejected-no-access = du hast keinen Zugang zu diesem Vorhaben mehr
rejected-unknown-kind = dieser Server kennt diese Art von Eintrag noch nicht
rejected-unknown-format = dieser Server ist älter als die App, in der die Änderung gemacht wurde
rejected-too-large = es ist zu groß
rejected-content-lost = sein Inhalt ist nicht mehr oder nicht mehr unverändert auf diesem Gerät; füge die Datei noch einmal hinzu
refused-name = Schreib den Namen, den andere sehen sollen: mit Buchstaben, Ziffern und Zeichen, höchstens 200 (der Server sagt: „{ $said }“).
refused-email = Schreib eine gültige E-Mail-Adresse, die noch kein Konto hat (der Server sagt: „{ $said }“).
refused-password = Wähle ein Passwort mit 8 bis 200 Zeichen (der Server sagt: „{ $said }“).
hint-text = Höchstens { NUMBER($most) } Zeichen.
hint-entries = Ein Eintrag je Zeile, höchstens { NUMBER($most) } Zeichen lang.
hint-number = Eine ganze Zahl.
hint-kept = Das bleibt, wie es ist.
reorder-named = Verschieben: { $what }
reorder-menu = Wohin
reorder-first = Ganz nach oben
reorder-up = Nach oben
reorder-down = Nach unten
reorder-last = Ganz nach unten
reordered = Jetzt an Stelle { NUMBER($place) } von { NUMBER($all) }
