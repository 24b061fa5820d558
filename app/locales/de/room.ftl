### Der Raum einer Sitzung: wer darin ist und was dort gesagt wird.

noun-message-the = die Nachricht
noun-message-a = eine Nachricht
noun-message = Nachricht
message = Nachricht
message-in = Nachricht in { $session }
room-alone = Nur du bist hier
room-one = Du und { $name } sind hier
room-some = Du, { $names } und { $name } sind hier
room-many = Du und { NUMBER($n) } andere sind hier
room-offline = Du bist offline: Wer hier ist, ist nicht bekannt
room-unknown = Wer hier ist, ist gerade nicht bekannt
room-in = hier
room-writes = { $name } schreibt …
room-write = { $name } und { $other } schreiben …
room-many-write = Mehrere schreiben …
chat = Chat
chat-list = Nachrichten
chat-none = Hier wurde noch nichts gesagt.
chat-say = Neue Nachricht
chat-placeholder = Schreibe eine Nachricht
chat-send = Senden
chat-keys = Enter sendet, Umschalt+Enter beginnt eine neue Zeile.
chat-earlier = Frühere Nachrichten
chat-new = { $n ->
    [one] { NUMBER($n) } neue Nachricht
   *[other] { NUMBER($n) } neue Nachrichten
}
chat-aloud = { $name }: { $text }
message-edit = Diese Nachricht ändern
message-delete = Diese Nachricht löschen
message-deleted = Nachricht gelöscht
