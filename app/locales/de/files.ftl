### Dateien einer Sitzung, und was anderswo von ihnen gesagt wird.

noun-file-the = die Datei
noun-file-a = eine Datei
noun-file = Datei
field-size = Größe
field-media-type = Art
field-content = Inhalt
file-file = Datei
files-counted = { $n ->
    [0] Dateien
   *[other] Dateien ({ NUMBER($n) })
}
files-add = Dateien hinzufügen
files-hint = Leg sie hier ab, füge sie ein oder wähle sie aus. Jede darf bis zu { $most } haben.
files-none = Noch keine Dateien
files-none-editor = Was du hinzufügst, bleibt sofort auf diesem Gerät und wird gesendet, sobald es eine Verbindung gibt.
files-none-viewer = Sie erscheinen, sobald jemand welche hinzufügt, der hier bearbeiten darf.
files-offline = Offline: Was nicht auf diesem Gerät ist, gibt es wieder mit einer Verbindung.
files-taking = Wird auf diesem Gerät abgelegt: { $name }
file-too-large = { $name } hat { $size }: mehr als { $most }. Die Datei wurde nicht hinzugefügt.
file-no-room = { $name } hat { $size }, und auf diesem Gerät ist dafür kein Platz mehr. Die Datei wurde nicht hinzugefügt.
file-unread = { $name } ließ sich nicht lesen. Die Datei wurde nicht hinzugefügt.
file-by = { $size }, von { $who }, { $when }
file-sending = Wird gesendet: { $name }
file-sent = { $sent } von { $size } gesendet
file-waits = Wartet auf eine Verbindung
file-queued = Wartet, bis sie an der Reihe ist
file-signed-out-waits = Wartet, bis du dich wieder anmeldest
file-failing = Ließ sich nicht senden. Es wird wieder versucht
file-held = Der Server nimmt gerade keine weiteren Dateien. Es wird wieder versucht
file-refused = Nicht gesendet: { $why }
file-not-here = Nicht auf diesem Gerät
file-look = Ansehen: { $name }
file-download = Herunterladen: { $name }
file-rename = Umbenennen: { $name }
file-name-of = Name der Datei { $name }
file-delete = Löschen: { $name }
file-remove = Nicht senden: { $name }
file-retry = Noch einmal senden: { $name }
file-deleted = Datei gelöscht: { $name }
file-unreachable = { $name } ist gerade nicht zu haben: nicht auf diesem Gerät, und der Server ist nicht zu erreichen.
file-unread-here = { $name } ließ sich hier nicht lesen.
file-content-gone = { $name } ist nicht zu haben: Weder der Server noch dieses Gerät hat den Inhalt noch.
file-signed-out = { $name } ist nicht auf diesem Gerät. Melde dich wieder an, um sie vom Server zu holen.
file-reading = Wird gelesen
file-cut = Nur der Anfang wird gezeigt.
