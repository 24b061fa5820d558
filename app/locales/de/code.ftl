### Der gemeinsame Code einer Sitzung: ein Text, den alle darin gleichzeitig schreiben.

code = Code
code-field = Gemeinsamer Code
code-empty = Schreibe hier. Alle, die diese Sitzung offen haben, sehen es sofort.
code-empty-viewer = Hier wurde noch nichts geschrieben.
code-reading = Es wird gelesen, was auf diesem Gerät liegt
code-connecting = Verbindung wird aufgebaut. Was du schreibst, bleibt auf diesem Gerät erhalten.
code-offline = Du bist offline. Was du schreibst, bleibt auf diesem Gerät erhalten und wird gesendet, sobald es eine Verbindung gibt.
code-offline-viewer = Du bist offline. Das ist, was zuletzt hier stand.
code-signed-out = Melde dich wieder an: Bis dahin bleibt auf diesem Gerät, was du schreibst.
code-keeping = Was du geschrieben hast, wird auf diesem Gerät gesichert
code-sending = Was du geschrieben hast, wird gesendet
code-sent = Alle haben diesen Text
code-viewer = Du darfst hier lesen. Zum Schreiben musst du bearbeiten dürfen.
code-keys = Tab rückt ein. Um das Feld mit Tab zu verlassen, drücke zuerst Escape.
code-copy = Alles kopieren
code-copied = Der Code ist kopiert
code-not-copied = Der Browser erlaubt das Kopieren nicht. Markiere den Text und kopiere ihn selbst.
code-unsent = Gemeinsamer Code, noch nicht gesendet
code-unsent-in = { $n ->
    [one] in { NUMBER($n) } Sitzung
   *[other] in { NUMBER($n) } Sitzungen
}
code-undo = Rückgängig
code-redo = Wiederholen
code-others = Auch hier: { $names }
code-other-at = { $name } (Zeile { NUMBER($n) })
code-too-long = Das wäre zu lang: Der Code darf { NUMBER($n) } Zeichen haben. Es wurde nichts eingefügt.
code-full = Der Server nimmt nicht an, was du geschrieben hast: Damit wäre der Code zu lang. Es bleibt auf diesem Gerät. Kürze den Code, dann wird es gesendet.
code-read-only = Du darfst hier nicht mehr schreiben, und etwas von dir wurde nicht gesendet. Kopiere es, wenn du es brauchst, oder bitte darum, bearbeiten zu dürfen.
code-refused = Der Server nimmt nicht an, was du geschrieben hast. Es bleibt auf diesem Gerät. Kopiere es, verwirf es dann und schreibe es neu.
code-storage = Dieses Gerät kann nicht sichern, was du schreibst. Lass diese Seite offen, bis alle den Text haben, oder kopiere ihn.
code-discard = Nicht Gesendetes verwerfen
code-discard-words = Was du geschrieben hast und sonst niemand hat, ist dann weg.
code-discard-yes = Verwerfen
code-discard-no = Behalten
