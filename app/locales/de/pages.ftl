### The pages, but for tasks.

tasks-counted = { $n ->
    [one] { NUMBER($n) } Aufgabe
   *[other] { NUMBER($n) } Aufgaben
}
edits-counted = { $n ->
    [one] { NUMBER($n) } Änderung
   *[other] { NUMBER($n) } Änderungen
}
create-account = Konto anlegen
your-name = Dein Name
your-name-hint = Was die Leute sehen, mit denen du arbeitest
email = E-Mail-Adresse
password = Passwort
password-hint = Mindestens 8 Zeichen
create-account-go = Konto anlegen
have-account = Du hast ein Konto?{ " " }
sign-in = Anmelden
stay = Auf diesem Gerät angemeldet bleiben
forgot = Vergessen? Frag, wer den Server betreibt.
password-current = Derzeitiges Passwort
password-new = Neues Passwort
password-change = Passwort ändern
password-note = Jedes andere Gerät wird abgemeldet. Was es noch nicht gesendet hat, wartet dort, bis du dich wieder anmeldest.
password-changed = Passwort geändert.
password-wrong = Das ist nicht dein derzeitiges Passwort (der Server sagt: „{ $said }“).
password-none = Du meldest dich mit { $name } an und hast kein Passwort. Innerhalb von zehn Minuten nach dem Anmelden kannst du eines setzen.
password-stale = Melde dich ab, wieder an, und setze innerhalb von zehn Minuten ein Passwort.
password-chosen = Passwort gesetzt.
password-set = Neues Passwort setzen
password-of = Für { $email }
reset-other = Hier ist { $name } angemeldet. Melde dich zuerst ab und öffne den Link dann noch einmal.
reset-bare = Öffne den Link, den du bekommen hast, noch einmal, und zwar ganz: Diese Seite bewahrt seinen geheimen Teil nicht auf.
reset-over = Dieser Link gilt nicht: Er wurde schon benutzt, ist abgelaufen, durch einen neueren ersetzt oder nicht ganz kopiert. Einen neuen macht, wer den Server betreibt (er sagt: „{ $said }“).
provider-sign-in = Anmelden mit { $name }
provider-offline = Du bist offline. Hierfür braucht es ein Netz.
provider-denied = Du wurdest nicht angemeldet: Es wurde dort abgebrochen.
provider-expired = Das hat zu lange gedauert oder wurde in einem anderen Browser begonnen. Versuch es noch einmal.
provider-unverified = Deine E-Mail-Adresse ist dort nicht bestätigt. Bestätige sie zuerst.
provider-unreachable = Diese Anmeldung klappt gerade nicht. Versuch es später noch einmal.
provider-closed = Hier gibt es kein Konto für dich. Frag, wer den Server betreibt.
provider-failed = Diese Anmeldung hat nicht geklappt. Frag, wer den Server betreibt.
provider-proven = Deine E-Mail-Adresse ist bestätigt. Das bisherige Passwort und alle anderen Anmeldungen gelten nicht mehr.
new-here = Neu hier?{ " " }
demo = Demo
demo-words = Dieser Server ist leer. Sieh dich um, mit zwei Personen und einem laufenden Projekt.
demo-try = Die Demo ausprobieren
demo-ready = Die Demo ist bereit
demo-shared = Zwei Personen teilen sie sich. Melde dich in einem zweiten Browserprofil als die andere an, um beide bei der Arbeit zu sehen.
demo-continue = Weiter als { $name }
sign-in-failed = Das Anmelden hat nicht geklappt: { $why }.
engagement-name = Name des Vorhabens
engagement-rename = Vorhaben umbenennen
import-board = Board importieren
no-projects = Noch keine Projekte
no-projects-editor = Gib unten dem ersten einen Namen, importiere ein Board oder eine Liste, oder lade jemanden dazu ein.
no-projects-viewer = Jemand mit der Rolle eines Bearbeiters kann eins hinzufügen.
add-project = Projekt hinzufügen
project-name = Name des Projekts
rename-named = Umbenennen: { $name }
delete-named = Löschen: { $name }
no-engagements = Noch keine Vorhaben
no-engagements-words = Ein Vorhaben ist, woran du mit anderen arbeitest: ein Kunde, ein Produkt, eine Aufführung. Gib unten deinem ersten einen Namen.
projects-counted = { $n ->
    [one] { NUMBER($n) } Projekt
   *[other] { NUMBER($n) } Projekte
}
first-steps = Womit du anfangen kannst
first-steps-words = In { $name } ist noch nichts. Beginne ein Projekt, übernimm ein Board oder eine Liste, die du schon hast, oder lade die Leute ein, mit denen du arbeitest.
first-project = Das erste Projekt anlegen
conflicts-overview = Zum Überblick
add-engagement = Vorhaben hinzufügen
import-role = Zum Importieren braucht man in diesem Vorhaben die Rolle eines Bearbeiters.
import-reading = Wird gelesen …
import-storing = Wird gespeichert: { $cards } …
import-again = Eine andere Datei wählen
import-tasks = Aufgaben importieren
import-empty = Diese Datei ist leer. Wähle eine andere.
import-workbook = Das ist eine Arbeitsmappe oder ein Archiv. Öffne sie in ihrem Programm, speichere das Blatt als CSV und wähle diese Datei.
import-not-text = Diese Datei ist kein Text: Vielleicht ist sie ein Bild oder ein Dokument. Wähle eine Tabelle (CSV), eine Liste (.txt) oder ein Board oder einen Export (JSON).
import-no-board = Das ist weder ein Board, das Trello exportiert hat, noch ein Export von Holdfast. Wähle in Trello im Menü des Boards „Drucken, exportieren und teilen“, „Als JSON exportieren“. Gefunden wurde: { $why }.
import-no-list = Das ist weder eine Tabelle noch eine Liste von Aufgaben. Wenn jede Zeile eine Aufgabe ist, gib der Datei einen Namen, der auf .txt endet, und wähle sie noch einmal.
import-within = Diese Datei konnte nicht ganz gelesen werden. Berichtige sie an der Stelle oder exportiere sie noch einmal. Gefunden wurde: { $why }.
import-here-all = Das alles ist schon hier: Nichts wird zweimal importiert.
import-here-some = Schon hier und unverändert: { NUMBER($here) }; neu hinzu: { NUMBER($new) }.
import-here-parts = Alle sind schon hier. Schritte und Kommentare, die neu sind, kommen hinzu.
import-parts = Neues hinzufügen
import-go-there = Öffnen, was hier ist
import-large = Diese Datei ist { NUMBER($size) } MiB groß; höchstens { NUMBER($most) } MiB gehen. Exportiere weniger auf einmal.
import-unread = Diese Datei lässt sich nicht mehr lesen. Wähle sie noch einmal.
import-nothing = Nichts zu importieren: { $cards } schon hier
imported = Importiert: { $cards }
import-failed = Der Import konnte nicht gespeichert werden: { $why }
role-within-viewer = Leser
role-within-editor = Bearbeiter
role-within-admin = Verwalter
role-within-owner = Inhaber
invitation-the = Die Einladung
invitation = Eine Einladung
invite-in = Du bist schon in { $engagement }.
invite-joined = Du bist jetzt in { $engagement }.
invite-by = { $name } lädt dich ein zu{ " " }
invite-as = { " als " }{ $role }.
invited-somewhere = Du bist in ein Vorhaben eingeladen. Melde dich an oder lege ein Konto an, um beizutreten.
invited-to = { $name } lädt dich in { $engagement } ein, Rolle: { $role }. Melde dich an oder lege ein Konto an, um beizutreten.
join = Beitreten
not-found = Unter dieser Adresse ist nichts
not-found-words = Vielleicht ist der Link abgeschnitten, oder wohin er führte, wurde gelöscht.
project-gone = Dieses Projekt gibt es nicht mehr
project-gone-words = Es wurde gelöscht, oder der Import, der es angelegt hat, wurde zurückgenommen.
your-engagements = Deine Vorhaben
engagement = Vorhaben
project-rename = Projekt umbenennen
no-tasks = Noch keine Aufgaben
no-tasks-press = Schreib die erste unten hinein, oder drücke{ " " }
no-tasks-reader = Du darfst hier lesen. Aufgaben erscheinen, sobald jemand mit Schreibrechten eine anlegt.
all-archived = Alle Aufgaben sind archiviert
next-task-press = Schreib die nächste unten hinein, oder drücke{ " " }
no-fit = Keine Aufgabe passt zu diesen Filtern
more-groups = Mehr von { $n ->
    [one] { NUMBER($n) } Gruppe
   *[other] { NUMBER($n) } Gruppen
} zeigen
share = Geteiltes hinzufügen
share-nowhere = Kein Ort dafür
share-role = Zum Hinzufügen von Aufgaben braucht es ein Vorhaben, in dem du die Rolle eines Bearbeiters hast.
share-where = In welches Vorhaben? Du siehst vorher, was hinzugefügt wird.
bulk-settled = { $words }: { $n ->
    [one] { NUMBER($n) } Konflikt
   *[other] { NUMBER($n) } Konflikte
} geklärt
bulk-settled-left = { $words }: { $n ->
    [one] { NUMBER($n) } Konflikt
   *[other] { NUMBER($n) } Konflikte
} geklärt; { $left ->
    [one] { NUMBER($left) } bleibt
   *[other] { NUMBER($left) } bleiben
} einzeln anzusehen
bulk = Alle auf einmal
keep-mine = Alles von mir behalten
keep-theirs = Alles von den anderen behalten
all-settled = Alle diese sind geklärt.
conflicts-wait = { $n ->
    [one] { NUMBER($n) } Konflikt wartet
   *[other] { NUMBER($n) } Konflikte warten
} darauf, dass jemand wählt. Inzwischen geht nichts verloren: Beide Fassungen bleiben hier.
keys-next-last = { " weiter und zurück · " }
keys-choose = { " wählen · " }
keys-do-settle = { " klären" }
conflicts-role = Zum Klären von Konflikten braucht man in diesem Vorhaben die Rolle eines Bearbeiters.
show-more = { NUMBER($n) } weitere zeigen
no-conflicts = Keine Konflikte
no-conflicts-words = Wo zwei Personen denselben Text ändern, ohne voneinander zu wissen, warten hier beide Fassungen, bis jemand wählt.
settled-left = { $what }: so gelassen
settled-back = { $what }: zurückgeholt
settled-kept = { $what }: { $whose } Worte behalten
settled-both = { $what }: beide vereint
words-put = { $what }: deine Worte eingesetzt
words-not-put = { $what }: Es wurde gelöscht, daher konnten deine Worte nicht eingesetzt werden.
conflict-by-added = Gelöscht: { $theirs }{ $deleted } · Etwas hinzugefügt: { $mine }{ $edited }
conflict-by-changed = Gelöscht: { $theirs }{ $deleted } · Geändert: { $mine }{ $edited }
words-of = { $whose } Worte
words-there = { $whose } Worte, die jetzt da stehen
overtaken = Die Worte dort haben sich geändert, seit du gewählt hast. Wenn du jetzt klärst, warten beide als neuer Konflikt.
begin-anew = Neu anfangen mit dem, was jetzt da steht
keep-choice = Ich habe sie gelesen: bei meiner Wahl bleiben
deleted-since = Es wurde seitdem gelöscht. Andere Worte zu wählen, als da stehen, holt es zurück.
both-put = Beide, von dir zusammengefügt
which-stays = Was soll bleiben?
only-may = Nur { $name } darf diese Worte ändern. Du kannst sagen, dass sie so richtig sind.
open-there = Dort öffnen, wo es ist
settle = Klären
there-yours = Deine Worte, die jetzt da stehen
there-words = Die Worte, die jetzt da stehen
bring-back = Zurückholen
bring-back-with = Zurückholen, und dazu { $whose } Änderungen
back-make = Es wurde zurückgeholt: { $whose } Änderungen machen
leave-deleted = Gelöscht lassen
leave-now = So lassen, wie es jetzt ist
stays-added = Was hinzugefügt wurde, bleibt dabei erhalten.
stays-changes = Die Änderungen bleiben im Verlauf.
combined-clean = Beide haben verschiedene Teile geändert: Hier stehen sie zusammen. Ändere, was du möchtest.
combined-both = Beide haben denselben Teil geändert: Hier steht eins nach dem anderen. Bearbeite es, bis es stimmt.
combined = Beide, zusammengefügt
how-left = es wurde so gelassen
how-back = es wurde zurückgeholt
how-back-with = es wurde zurückgeholt, und dazu { $whose } Änderungen
how-kept = { $whose } Worte wurden behalten
how-both = beide wurden zusammengefügt
settled-how = Geklärt: { $how }.
settled-elsewhere = Inzwischen von jemand anderem oder auf einem anderen Gerät geklärt: { $how }.
not-used = Was du gerade schriebst, wurde nicht verwendet:
put-now = Jetzt einsetzen
taken-out = Alles wurde herausgenommen.
written-after = Geschrieben, nachdem die beiden Fassungen aufeinandertrafen.
words-before = { $whose } Worte, die vorher da standen
nothing-there = (nichts)
both-began = Wovon beide ausgingen
in-it = Darin
in-it-added = etwas wurde hinzugefügt
its-place = Der Platz
its-place-moved = verschoben
side-added = hinzugefügt: { $what }
side-took = entfernt: { $what }
side-both = hinzugefügt: { $added }, entfernt: { $removed }
deleted-and-added = { $what }: gelöscht, und etwas hinzugefügt
deleted-and-edited = { $what }: gelöscht und bearbeitet
field-of = { $field }: { $what }
whose-your = deine
of-name = { $name }s
of-name-hissing = { $name }’
of-former = die anderen
whose-other = die anderen
whose-later = { $whose } späteren
whose-earlier = { $whose } früheren
named-later = { $whose } spätere
named-earlier = { $whose } frühere
you = Du
someone = Jemand
waits-network = Wartet auf das Netz
cancel = Abbrechen
browser-on = { $browser } auf { $system }
some-browser-on = Ein Browser auf { $system }
device-silent = Ein Gerät, das nicht sagt, was es ist
devices-the = Die Liste deiner Geräte
devices-note = Jeder Browser, in dem du mit diesem Konto angemeldet bist. Melde die ab, die du nicht kennst oder nicht mehr benutzt.
nowhere-else = Du bist sonst nirgends angemeldet.
devices-ended = { $n ->
    [one] { NUMBER($n) } Gerät
   *[other] { NUMBER($n) } Geräte
} abgemeldet.
end-others = Alle anderen abmelden
end-others-ask = { $n ->
    [one] { NUMBER($n) } anderes Gerät
   *[other] { NUMBER($n) } andere Geräte
} abmelden?
end-them = Abmelden
in-use-now = gerade in Gebrauch
last-seen = zuletzt gesehen { $when }
this-device = Dieses Gerät
device-since = Angemeldet { $when }, { $seen }
end-by-menu = Abmelden über das Kontomenü
end-named = Abmelden: { $device }
end-ask = Dieses Gerät abmelden?
earlier-version = eine frühere Fassung
restore-version-of = Diese ganze Fassung wiederherstellen, von { $when }
restore-version = Diese ganze Fassung wiederherstellen
restore = { $what } wiederherstellen
from-hidden = von{ " " }
to-hidden = { " zu " }
added-space = hinzugefügt:{ " " }
took-space = entfernt:{ " " }
as-before = wie zuvor
asked-space = gewünscht:{ " " }
nothing-word = nichts
show-all = Alles zeigen
show-less = Weniger zeigen
copy-words = Diese Worte kopieren
put-back = Zurücksetzen
restored = Wiederhergestellt: { $what }
older-gone = Älteres wird nicht mehr aufbewahrt.
older-none = Nichts ist älter.
older-all = Du hast alles gesehen.
reading-newer = Neuere Einträge werden gelesen …
reading-older = Ältere Einträge werden gelesen …
show-newer = Neuere zeigen
show-older = Ältere zeigen
history-the = Der Verlauf
history-none = Noch nichts
history-none-words = Der Server hat davon keinen Verlauf: Vielleicht ist es noch auf dem Weg dorthin.
newest = Neueste
history-unsent = { $n ->
    [one] { NUMBER($n) } Änderung von dir ist
   *[other] { NUMBER($n) } Änderungen von dir sind
} noch nicht gesendet.
history-refused = { $n ->
    [one] { NUMBER($n) } Änderung von dir wurde
   *[other] { NUMBER($n) } Änderungen von dir wurden
} abgelehnt: siehe Sync-Zentrale.
edited-offline = Offline bearbeitet { $made }, angekommen { $arrived }
history-of = Verlauf: { $what }
history = Verlauf
yes = ja
no = nein
field-the = { $field }
did-create = – angelegt: { $what }
did-delete = – gelöscht: { $what }
did-bring-back = – zurückgeholt: { $what }
did-nothing = – nichts geändert: es war schon so
another = anders: { $field }
did-ask = – gewünscht: { $what }
did-ask-many = – andere Werte für { NUMBER($n) } Felder gewünscht
did-move = – verschoben: { $what }
did-change = – geändert: { $what }
did-change-many = – { NUMBER($n) } Felder geändert
replaced-newer = Hat etwas Neueres ersetzt, ohne es gesehen zu haben.
replaced-written = Hat ersetzt, was { $name } geschrieben hatte, ohne es gesehen zu haben.
replaced-written-elsewhere = Hat ersetzt, was { $name } anderswo geschrieben hatte, ohne es gesehen zu haben.
replaced-chosen = Hat ersetzt, was { $name } gewählt hatte, ohne es gesehen zu haben.
replaced-chosen-elsewhere = Hat ersetzt, was { $name } anderswo gewählt hatte, ohne es gesehen zu haben.
lost-deleted = Es wurde trotzdem gelöscht.
lost-stayed = Was da stand, blieb; diese Worte sind hier aufbewahrt.
task-elsewhere = eine andere Aufgabe
did-archive = – archiviert: { $what }
did-unarchive = – aus dem Archiv geholt: { $what }
did-tick = – abgehakt: { $what }
did-untick = – Haken entfernt: { $what }
members-later = Die Personen erscheinen, sobald dieses Vorhaben auf dem Server ist.
members = Personen
invite = Einladen
leave-ask = { $engagement } verlassen?
leave-words = Du kannst es nicht mehr öffnen, und was du noch nicht gesendet hast, wird abgelehnt. Jemand darin kann dich wieder einladen.
leave = Verlassen
remove-ask = { $person } aus { $engagement } entfernen?
remove-words = { $person } kann es auf keinem Gerät mehr öffnen. Was geschrieben wurde, bleibt. Auch Links, die dazu einladen, enden.
remove = Entfernen
you-left = Du hast { $name } verlassen.
you-mark = { " (du)" }
saving = Wird gespeichert …
role-of = Rolle von { $name }
leave-named = { $name } verlassen
remove-named = { $name } entfernen
nowhere = nirgends angemeldet
joined = Dabei seit { $when } · { $seen }
search-label = Suchen nach
search-to-results = { " zu den Treffern, " }
search-to-open = { " zum Öffnen, " }
search-to-clear = { " zum Leeren" }
comment-on = Kommentar zu { $task }
step-of = Schritt von { $task }
comment = Kommentar
step = Schritt
task = Aufgabe
project = Projekt
saved-filter = Gemerkter Filter
member = Mitglied
search-all-title = Suche in allem, was du lesen darfst
search-all-words = Titel, Beschreibungen und Labels von Aufgaben, ihre Schritte und Kommentare, Projekte, Vorhaben und Personen. Alle Wörter müssen vorkommen; das letzte darf nur angefangen sein. Offline wird durchsucht, was auf diesem Gerät ist.
search-here-offline = Offline: Durchsucht wurde, was auf diesem Gerät ist.
search-here-instead = { $why } Durchsucht wurde, was auf diesem Gerät ist.
search-none = Nichts enthält alle diese Wörter.
search-first = Die ersten { $n ->
    [one] { NUMBER($n) } Treffer
   *[other] { NUMBER($n) } Treffer
}. Füge ein Wort hinzu, um es einzugrenzen.
results-counted = { $n ->
    [one] { NUMBER($n) } Treffer
   *[other] { NUMBER($n) } Treffer
}
searching = Wird gesucht …
search-nothing = Nichts gefunden
search-nothing-words = Versuche es mit weniger Wörtern oder nur dem Anfang eines Wortes.
search-refused = Ändere die Wörter oben und such noch einmal.
results = Treffer
version = Version
edits = Änderungen
answers-kept = Antworten im Speicher
support-copy = Für Hilfe kopieren
support-copied = Was diese Seite zeigt, ist in der Zwischenablage.
support-not-copied = Der Browser hat es nicht erlaubt. Markiere den Text der Seite und kopiere ihn.
worker = Service Worker
worker-controls = Hält die App offline bereit und sendet Änderungen, wenn kein Tab offen ist
worker-waits = Eine neuere Fassung wartet: Schließe alle Tabs von Holdfast und öffne es wieder
worker-absent = Noch nicht für diese Seite zuständig
worker-unsupported = Dieser Browser hat hier keinen: Änderungen werden gesendet, solange ein Tab offen ist
memory-app = Speicher der App
memory-scripts = Speicher der Skripte
memory-tight = Der Browser hat kaum noch Speicher für diese Seite. Schließe, was du nicht brauchst, und lade die Seite neu.
unreadable-unknown = Ließ sich nicht zählen
not-told = Der Browser sagt es nicht
stored-here = Auf diesem Gerät gespeichert
records-held = Datensätze
unsent-held = Änderungen unterwegs
edits-refused = Änderungen, die dich brauchen
unreadable-held = Als unlesbar beiseitegelegt
answers-large = Die Antworten im Speicher wiegen { $size }: mehr, als sie sollten.
answer-slow = Langsam: „{ $name }“ brauchte { $seconds } s.
answers = Antworten
answers-in-use = { NUMBER($entries) }, davon { NUMBER($observed) } in Gebrauch
size = Größe
out-of-date = Veraltet
found-here = Hier gefunden, wenn gebraucht
shared-requests = Geteilte Anfragen
server-asked-last = Der Server wird gefragt. Letzte Antwort: { $when }.
server-asked = Der Server wird gefragt.
server-the = Der Server
server-no-db = Der Server antwortet, aber seine Datenbank nicht.
server-up-out = Der Server antwortet. Melde dich wieder an, um zu sehen, wie es um ihn steht.
server-up = Der Server antwortet.
server-down = Der Server ist nicht erreichbar.
server-last = { $what } Letzte Antwort: { $when }; so stand es damals.
server-since = { $what } Er hat nicht geantwortet, seit diese Seite geöffnet wurde: { $when }.
db-silent = Sie antwortet nicht
up-for = Laufzeit
started = Gestartet
database = Datenbank
sockets = Offene Verbindungen
epoch = Epoche
bytes-counted = { $n ->
    [one] { NUMBER($n) } Byte
   *[other] { NUMBER($n) } Bytes
}
minute-less = weniger als eine Minute
days-hours = { $days ->
    [one] { NUMBER($days) } Tag
   *[other] { NUMBER($days) } Tage
} { NUMBER($hours) } Std.
part-of = { NUMBER($part) } von { NUMBER($whole) } ({ NUMBER($percent) } %)
none-yet = noch keine
sync-nothing = Nichts wartet
sync-nothing-words = Jede Änderung von diesem Gerät ist auf dem Server.
sync-list = Änderungen, von denen nicht bekannt ist, ob sie auf dem Server sind
edits-need = { $n ->
    [one] { NUMBER($n) } Änderung braucht
   *[other] { NUMBER($n) } Änderungen brauchen
} dich
edits-on-way = { $n ->
    [one] { NUMBER($n) } Änderung
   *[other] { NUMBER($n) } Änderungen
} unterwegs
edits-unread = { $n ->
    [one] { NUMBER($n) } Änderung, die
   *[other] { NUMBER($n) } Änderungen, die
} diese Version nicht lesen kann
edits-unread-words = Bleibt, wie es ist. Eine neuere Version von Holdfast kann es vielleicht; lade neu, um sie zu bekommen.
retry-all = Alle { NUMBER($n) } noch einmal versuchen
on-this-device = Auf diesem Gerät
put-aside = { $n ->
    [one] { NUMBER($n) } hier gespeicherter Eintrag ließ sich nicht lesen und wurde
   *[other] { NUMBER($n) } hier gespeicherte Einträge ließen sich nicht lesen und wurden
} beiseitegelegt. Was der Server hat, wurde neu geholt; was beiseitegelegt ist, steht im Export.
room-used = Belegter Platz
kept-label = Aufbewahrt
not-on-server = Nicht auf dem Server
bytes-of = { $used } von { $all }
kept-always = Bis du dich abmeldest
kept-maybe = Der Browser darf es löschen, wenn auf diesem Gerät der Platz ausgeht; auf dem Server bleibt es
conflicts = Konflikte
conflicts-all = Alle dieses Vorhabens
search-placeholder = Wörter in Aufgaben, Kommentaren, Projekten …
share-nothing = Hier ist nichts
share-again = Was geteilt wurde, ist schon hinzugefügt, oder dieser Browser konnte es nicht behalten. Teile es noch einmal, oder importiere eine Datei.
share-engagements = Zu deinen Vorhaben
share-gone = Was geteilt wurde, ist nicht mehr hier. Teile es noch einmal, oder wähle eine Datei.
note-attachment = { $n ->
    [one] { NUMBER($n) } Anhang
   *[other] { NUMBER($n) } Anhänge
}
note-vote = { $n ->
    [one] { NUMBER($n) } Stimme
   *[other] { NUMBER($n) } Stimmen
}
note-cover = { $n ->
    [one] { NUMBER($n) } Titelbild einer Karte
   *[other] { NUMBER($n) } Titelbilder von Karten
}
note-sticker = { $n ->
    [one] { NUMBER($n) } Sticker
   *[other] { NUMBER($n) } Sticker
}
note-custom-field = { $n ->
    [one] { NUMBER($n) } Wert eines eigenen Feldes
   *[other] { NUMBER($n) } Werte eigener Felder
}
note-power-up = { $n ->
    [one] { NUMBER($n) } Eintrag eines Power-Ups
   *[other] { NUMBER($n) } Einträge von Power-Ups
}
note-location = { $n ->
    [one] { NUMBER($n) } Ort einer Karte
   *[other] { NUMBER($n) } Orte von Karten
}
note-start-date = { $n ->
    [one] { NUMBER($n) } Startdatum
   *[other] { NUMBER($n) } Startdaten
}
note-step-detail = { $n ->
    [one] { NUMBER($n) } Datum oder Person eines Checklistenschritts
   *[other] { NUMBER($n) } Daten oder Personen von Checklistenschritten
}
note-empty-checklist = { $n ->
    [one] { NUMBER($n) } Checkliste ohne Schritte
   *[other] { NUMBER($n) } Checklisten ohne Schritte
}
note-empty-comment = { $n ->
    [one] { NUMBER($n) } Kommentar ohne Text
   *[other] { NUMBER($n) } Kommentare ohne Text
}
note-empty-label = { $n ->
    [one] { NUMBER($n) } Label ohne Name und Farbe
   *[other] { NUMBER($n) } Labels ohne Name und Farbe
}
note-unknown-member = { $n ->
    [one] { NUMBER($n) } Person auf einer Karte, deren Name nicht in der Datei steht
   *[other] { NUMBER($n) } Personen auf Karten, deren Namen nicht in der Datei stehen
}
note-unknown-list = { $n ->
    [one] { NUMBER($n) } Karte einer Liste, die nicht in der Datei steht
   *[other] { NUMBER($n) } Karten von Listen, die nicht in der Datei stehen
}
note-unknown-checklist-card = { $n ->
    [one] { NUMBER($n) } Checkliste einer Karte, die es nicht gibt
   *[other] { NUMBER($n) } Checklisten von Karten, die es nicht gibt
}
note-unknown-comment-card = { $n ->
    [one] { NUMBER($n) } Kommentar zu einer Karte, die es nicht gibt
   *[other] { NUMBER($n) } Kommentare zu Karten, die es nicht gibt
}
note-history = { $n ->
    [one] { NUMBER($n) } Eintrag aus dem Verlauf des Boards
   *[other] { NUMBER($n) } Einträge aus dem Verlauf des Boards
}
note-untitled = { $n ->
    [one] { NUMBER($n) } leerer Name, jetzt „(untitled)“
   *[other] { NUMBER($n) } leere Namen, jetzt „(untitled)“
}
note-long-title = { $n ->
    [one] { NUMBER($n) } Titel mit mehr als 500 Zeichen, jetzt ganz in der Beschreibung der Karte
   *[other] { NUMBER($n) } Titel mit mehr als 500 Zeichen, jetzt ganz in den Beschreibungen der Karten
}
note-long-name = { $n ->
    [one] { NUMBER($n) } sehr langer Name, gekürzt
   *[other] { NUMBER($n) } sehr lange Namen, gekürzt
}
note-long-text = { $n ->
    [one] { NUMBER($n) } Text mit mehr als 50.000 Zeichen, gekürzt
   *[other] { NUMBER($n) } Texte mit mehr als 50.000 Zeichen, gekürzt
}
note-too-many = { $n ->
    [one] { NUMBER($n) } Label oder Person über die 200 hinaus, die eine Karte haben kann
   *[other] { NUMBER($n) } Labels oder Personen über die 200 hinaus, die eine Karte haben kann
}
note-control = { $n ->
    [one] { NUMBER($n) } Text mit Steuerzeichen, jetzt ohne
   *[other] { NUMBER($n) } Texte mit Steuerzeichen, jetzt ohne
}
note-western = { $n ->
    [one] { NUMBER($n) } Datei, die nicht Unicode ist, als westeuropäisch gelesen (Windows-1252)
   *[other] { NUMBER($n) } Dateien, die nicht Unicode sind, als westeuropäisch gelesen (Windows-1252)
}
note-ambiguous-date = { $n ->
    [one] { NUMBER($n) } Datum, das Tag und Monat nicht unterscheidet, in deiner üblichen Reihenfolge gelesen
   *[other] { NUMBER($n) } Daten, die Tag und Monat nicht unterscheiden, in deiner üblichen Reihenfolge gelesen
}
note-kept = { $n ->
    [one] { NUMBER($n) } Wert, für den Holdfast kein Feld hat, jetzt in der Beschreibung seiner Aufgabe
   *[other] { NUMBER($n) } Werte, für die Holdfast kein Feld hat, jetzt in den Beschreibungen ihrer Aufgaben
}
note-project-name = { $n ->
    [one] { NUMBER($n) } Aufgabe eines anderen Projekts in der Datei
   *[other] { NUMBER($n) } Aufgaben anderer Projekte in der Datei
}
note-complete-elsewhere = { $n ->
    [one] { NUMBER($n) } als erledigt markierte Karte, die im Status ihrer Liste bleibt
   *[other] { NUMBER($n) } als erledigt markierte Karten, die im Status ihrer Listen bleiben
}
note-unknown-parent = { $n ->
    [one] { NUMBER($n) } Unteraufgabe einer Aufgabe, die es hier nicht gibt, jetzt eine eigene Aufgabe
   *[other] { NUMBER($n) } Unteraufgaben von Aufgaben, die es hier nicht gibt, jetzt eigene Aufgaben
}
odd-line = Zeile { NUMBER($line) }: { $problem }
odd-more = und { $number ->
    [one] { NUMBER($number) } weitere solche Zeile
   *[other] { NUMBER($number) } weitere solche Zeilen
}
odd-cells-few = sie hat { NUMBER($has) } statt { NUMBER($expected) } Zellen; die übrigen gelten als leer
odd-cells-many = sie hat { NUMBER($has) } statt { NUMBER($expected) } Zellen; die übrigen stehen in der Beschreibung
odd-date = „{ $text }“ ist kein Datum; es steht in der Beschreibung
odd-priority = „{ $text }“ ist keine Priorität; es steht in der Beschreibung
odd-duration = „{ $text }“ ist keine Dauer; es steht in der Beschreibung
odd-yes-no = „{ $text }“ ist weder ja noch nein; es steht in der Beschreibung
odd-projects = es gibt mehr als { NUMBER($most) } Projekte; seines steht in der Beschreibung
odd-statuses = es gibt mehr als { NUMBER($most) } Status; seiner steht in der Beschreibung
odd-untitled = sie hat keinen Titel
place-file = die Datei
place-columns = die Spalten
place-byte = Byte { NUMBER($at) }
place-character = Zeichen { NUMBER($at) }
place-line = Zeile { NUMBER($line) }
place-line-at = Zeile { NUMBER($line) }, Spalte { NUMBER($column) }
shape-null = nichts
shape-flag = wahr oder falsch
shape-number = eine Zahl
shape-text = Text
shape-date = ein Datum
shape-array = eine Liste
shape-object = ein Objekt
many-cards = Karten
many-columns = Spalten
many-rows = Zeilen
many-tasks = Aufgaben
bad-many = es sind { NUMBER($has) } { $what }, höchstens { NUMBER($most) } sind möglich
bad-no-rows = sie hat keine Zeilen
bad-cut-off = die Datei endet mittendrin: sie wurde abgeschnitten
bad-json = das ist kein JSON: { $said }
bad-deep = das ist zu tief verschachtelt
bad-no-board = der Export eines Boards von Trello ist ein Objekt, hier steht { $found }
bad-no-part = fehlt; das ist kein Export eines Boards von Trello
bad-shape = hier sollte { $expected } stehen, nicht { $found }
bad-no-id = die ID fehlt
bad-same-id = „{ $id }“ ist auch die ID von { $other }
bad-date = „{ $text }“ ist kein Datum
bad-unknown = „{ $text }“ gibt es hier nicht
bad-value = „{ $text }“ { $wrong }
bad-newer = sie ist { $version }: ein neueres Holdfast hat diese Datei geschrieben
bad-no-version = sie fehlt
bad-quote = in dieser Zeile öffnet ein Anführungszeichen eine Zelle und schließt sie nicht; der Rest der Datei wäre diese Zelle
bad-no-title = keine davon ist der Titel der Aufgabe
