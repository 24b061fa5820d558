### A session's room: who is in it, and what is said there.

noun-message-the = the message
noun-message-a = a message
noun-message = message
message = Message
message-in = Message in { $session }
room-alone = Only you are here
room-one = You and { $name } are here
room-some = You, { $names } and { $name } are here
room-many = You and { NUMBER($n) } others are here
room-offline = You are offline: who is here is not known
room-unknown = Who is here is not known just now
room-in = here
room-writes = { $name } is typing…
room-write = { $name } and { $other } are typing…
room-many-write = Several people are typing…
chat = Chat
chat-list = Messages
chat-none = Nothing has been said here yet.
chat-say = New message
chat-placeholder = Write a message
chat-send = Send
chat-keys = Enter sends, Shift+Enter begins a new line.
chat-earlier = Earlier messages
chat-new = { $n ->
    [one] { NUMBER($n) } new message
   *[other] { NUMBER($n) } new messages
}
chat-aloud = { $name }: { $text }
message-edit = Edit this message
message-delete = Delete this message
message-deleted = Deleted a message
