### Tasks: rows, the panel, views, bulk edits, import and export.

added-hidden = Hinzugefügt: { $title }. Dieser Filter zeigt es nicht.
added-folded = { $title } hinzugefügt, in einer eingeklappten Gruppe.
board-unarchived = Aus dem Archiv geholt: { $title }
so-already = Das ist schon so: Nichts wurde geändert.
tasks-selected = { $n ->
    [one] { NUMBER($n) } Aufgabe
   *[other] { NUMBER($n) } Aufgaben
} ausgewählt
selected-tasks = Ausgewählte Aufgaben
assign-me = Mir zuweisen
unassign-me = Mir abnehmen
assign = Zuweisen
labels = Labels
delete = Löschen
tasks-assigned = { $tasks } zugewiesen: { $name }
tasks-unassigned = { $tasks } nicht mehr zugewiesen: { $name }
tasks-labelled = Label { $label } hinzugefügt: { $tasks }
tasks-unlabelled = Label { $label } entfernt: { $tasks }
label-all = Allen ein Label geben
add-label = Label hinzufügen
tasks-due = Fälligkeit gesetzt: { $tasks } auf { $when }
exported = { $n ->
    [one] { NUMBER($n) } Aufgabe
   *[other] { NUMBER($n) } Aufgaben
} exportiert
not-saved = Der Browser hat die Datei nicht speichern lassen.
export-what = Was exportiert wird
export-shown = Was zu sehen ist ({ NUMBER($n) })
export-whole = Das ganze Projekt ({ NUMBER($n) })
export-table = Tabelle für Kalkulationen (CSV)
export-all = Alles zu jeder Aufgabe (JSON)
export-note = Beides lässt sich wieder importieren.
description = Beschreibung
column-done = Ob es erledigt ist
tags = Labels
checklist = Checkliste
column-archived = Ob es archiviert ist
column-id = Kennung, um es wiederzufinden
column-description = In die Beschreibung
column-means = Was „{ $column }“ bedeutet
columns = Spalten
columns-mean = Was die Spalten bedeuten
column = Spalte
for-example = Zum Beispiel
becomes = Wird zu
import-file = Eine Datei mit Aufgaben
import-file-words = Eine Tabelle (CSV), eine todo.txt-Liste, eine Datei, die Holdfast exportiert hat, oder ein Trello-Board: in Trello das Menü des Boards, „Drucken, exportieren und teilen“, „Als JSON exportieren“. Wähle die Datei oder lege sie hier ab. Sie wird auf diesem Gerät gelesen.
preview = Vorschau
goes-to = Kommt nach
archived-mark = { " (archiviert)" }
list-status = Status für die Aufgaben von { $list }
left-out = Weggelassen, weil Holdfast keinen Platz dafür hat
adjusted = Passend gemacht
lines-odd = { $n ->
    [one] { NUMBER($n) } Zeile war
   *[other] { NUMBER($n) } Zeilen waren
} nicht ganz so, wie sie sein sollten
import-cards = { $cards } importieren
cards-counted = { $n ->
    [one] { NUMBER($n) } Karte
   *[other] { NUMBER($n) } Karten
}
board-in = { $source }: { $cards } in { $lists ->
    [one] { NUMBER($lists) } Liste
   *[other] { NUMBER($lists) } Listen
}
board-archived = { " (" }{ NUMBER($n) } archiviert)
steps-in-lists = { $n ->
    [one] { NUMBER($n) } Schritt
   *[other] { NUMBER($n) } Schritte
} in Checklisten
invite-viewer = Leser: liest alles
invite-editor = Bearbeiter: arbeitet an Projekten und Aufgaben
invite-admin = Verwalter: lädt auch Leute ein
invite-as-role = Rolle
make-link = Link erstellen
invite-offline = Eine Einladung macht der Server, und der ist nicht erreichbar. Versuche es noch einmal, sobald du online bist.
invite-send = Schicke diesen Link
invite-hint = Wer ihn öffnet und sich anmeldet, tritt dem Vorhaben bei.
members-all = Alles über Personen
task-words = Eine Aufgabe braucht außer diesen noch Worte.
new-task-in = Neue Aufgabe in { $status }
add-task = Aufgabe hinzufügen
example-space = Zum Beispiel:{ " " }
task-example = im Hafen anrufen morgen 17:00 #hafen !high @me
due-when = Fällig: { $when }
tasks-hidden = { $n ->
    [one] { " Aufgabe" }
   *[other] { " Aufgaben" }
}
archive-hide = { $n ->
    [one] { NUMBER($n) } archivierte Aufgabe
   *[other] { NUMBER($n) } archivierte Aufgaben
} verbergen
archive-show = { $n ->
    [one] { NUMBER($n) } archivierte Aufgabe
   *[other] { NUMBER($n) } archivierte Aufgaben
} zeigen
time = Zeit
tasks-table = Aufgaben als Tabelle
diff-out = { " [entfernt: " }
diff-in = { " [eingefügt: " }
diff-same = { " … " }{ $n ->
    [one] { NUMBER($n) } Zeichen
   *[other] { NUMBER($n) } Zeichen
} gleich …{ " " }
not-member = { $name } (kein Mitglied)
me = Ich
filters = Filter
filter = Filter
chosen-hidden = { " gewählt" }
display = Anzeige
by-due = Nach Fälligkeit
by-priority = Nach Priorität
by-title = Nach Titel
by-created = Nach Anlegen
by-status = Nach Status
by-time = Nach Zeitaufwand
order-groups = Reihenfolge und Gruppen
filter-words = Nur Aufgaben mit diesen Wörtern zeigen
filter-placeholder = Nach Wörtern filtern
sort-by = Sortieren nach
other-way = Umgekehrt
group-by = Gruppieren nach
layout = Anordnung
tasks-of = { NUMBER($here) } von { $n ->
    [one] { NUMBER($n) } Aufgabe
   *[other] { NUMBER($n) } Aufgaben
}
clear-filters = Filter löschen
filter-saved = Filter gemerkt: { $name }
filter-deleted = Gemerkter Filter gelöscht: { $name }
find-person = Eine Person suchen
find-person-dots = Person suchen …
find-label = Ein Label suchen
find-label-dots = Label suchen …
filter-delete = Gemerkten Filter löschen: { $name }
saved-filters = Gemerkte Filter
saved = Gemerkt
saved-none = Filter, Reihenfolge und Anordnung lassen sich unter einem Namen aufbewahren, für alle im Projekt.
saved-choose = Wähle einen Filter oder eine Reihenfolge, um sie zu merken.
save-as = Was gezeigt wird, merken als
save-as-placeholder = Was gezeigt wird, merken als …
status-of = Status von { $task }
move-to-named = Verschieben nach …: { $task }
move-to = Verschieben nach …
move-task-to = Die Aufgabe verschieben nach
people-of = Personen von { $task }:
people-of-none = Personen von { $task }: keine
labels-of = Labels von { $task }:
labels-of-none = Labels von { $task }: keine
priority-named = Priorität von { $task }
time-of = Zeitaufwand für { $task }:
change-task = Die Aufgabe ändern
select-named = Auswählen: { $task }
done-named = Erledigt: { $task }
up-named = Nach oben: { $task }
down-named = Nach unten: { $task }
overdue-space = Überfällig:{ " " }
due-space = Fällig:{ " " }
steps-done-of = { NUMBER($done) } von { $n ->
    [one] { NUMBER($n) } Schritt
   *[other] { NUMBER($n) } Schritten
} erledigt
steps-hidden = { " Schritte erledigt" }
comments-counted = { $n ->
    [one] { NUMBER($n) } Kommentar
   *[other] { NUMBER($n) } Kommentare
}
comments-hidden = { " " }{ $n ->
    [one] Kommentar
   *[other] Kommentare
}
assigned-to-named = Zugewiesen an { $name }
time-less = 15 Min. abziehen
quarter = 15 Min.
time-more = 15 Min. hinzufügen
take-off = Entfernen: { $tag }
none = Keine
new-tag = Neues Label
add-tag = Label hinzufügen
task-gone = Diese Aufgabe ist nicht hier: Sie wurde gelöscht oder ist noch nicht angekommen.
to-tasks = Zu den Aufgaben des Projekts
task-deleted = Diese Aufgabe wurde gelöscht.
task-deleted-by = Gelöscht von { $name }, { $when }
unarchive = Aus dem Archiv holen
archived-here = Diese Aufgabe ist archiviert.
archive-do = Archivieren
assign-to-dots = Zuweisen an …
unassign-named = Zuweisung aufheben: { $name }
assigned-to = Zugewiesen an
assign-to = Zuweisen an
subtasks = Unteraufgaben
new-subtask = Neue Unteraufgabe
add-subtask = Unteraufgabe hinzufügen
no-subtasks = Keine Unteraufgaben
subtask-of = Unteraufgabe von
subtask-of-space = Unteraufgabe von{ " " }
make-subtask-of = Zur Unteraufgabe machen von
make-subtask-of-dots = Zur Unteraufgabe machen von …
make-own = Eigenständig machen, nicht mehr unter: { $task }
subtasks-done-of = { NUMBER($done) } von { $n ->
    [one] { NUMBER($n) } Unteraufgabe
   *[other] { NUMBER($n) } Unteraufgaben
} erledigt
subtasks-hidden = { " Unteraufgaben erledigt" }
deleted-above = Gelöscht: { $title }; { $n ->
    [one] die Unteraufgabe bleibt als eigene Aufgabe
   *[other] die { NUMBER($n) } Unteraufgaben bleiben als eigene Aufgaben
}
archived-above = Archiviert: { $title }; { $n ->
    [one] die Unteraufgabe bleibt, wo sie ist
   *[other] die { NUMBER($n) } Unteraufgaben bleiben, wo sie sind
}
subtask-archived = archiviert
subtask-ring = Das geht nicht: { $task } kann keine Unteraufgabe von { $other } sein, denn diese gehört selbst dazu.
make-subtasks-of = Zu Unteraufgaben machen von
make-subtasks-of-dots = Zu Unteraufgaben machen von …
make-all-own = Eigenständige Aufgaben
tasks-own = Eigenständig, keine Unteraufgaben mehr: { $tasks }
part-done = { " " }{ NUMBER($done) } von { NUMBER($all) }
new-step = Neuer Schritt
add-step = Schritt hinzufügen
no-steps = Keine Schritte
comments = Kommentare
new-comment = Neuer Kommentar
write-comment = Schreibe einen Kommentar
comment-do = Kommentieren
no-comments = Keine Kommentare
comment-deleted = Kommentar gelöscht
comment-delete = Diesen Kommentar löschen
imported-by = { $author }, importiert von { $member }
tags-wrong = Die Liste der Labels { $why }.
assign-all-to = Allen zuweisen
add-quoted = „{ $words }“ hinzufügen
no-such-date = Das ist kein Datum.
date-typed = Datum
date-example = morgen, Fr, 24.12.
month-before = Voriger Monat
month-next = Nächster Monat
add-date = Datum setzen
next-week = Nächste Woche
due-before = Fällig:{ " " }
due-date = Fälligkeit
due-of-cell = Fälligkeit von { $task }:
write = Schreiben
step-done = Erledigt:
step-to-do = Offen:
link = Link
as-table = Als Tabelle
table-of = { $title } als Tabelle
chart-sum = { $title }: insgesamt { NUMBER($n) }. Die Zahlen stehen in der Tabelle darunter.
other-projects = Andere Projekte
due-in-weeks = Fällig in den nächsten vier Wochen
due-soon = Bald fällig
day = Tag
