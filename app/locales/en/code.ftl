### The shared code of a session: a text that everybody in it writes at once.

code = Code
code-field = Shared code
code-empty = Write here. Everyone who has this session open sees it at once.
code-empty-viewer = Nothing has been written here yet.
code-reading = Reading what is kept on this device
code-connecting = Connecting. What you write is kept on this device.
code-offline = You are offline. What you write is kept on this device and sent as soon as there is a connection.
code-offline-viewer = You are offline. This is what was here last.
code-signed-out = Sign in again: until then what you write is kept on this device.
code-keeping = Keeping what you wrote on this device
code-sending = Sending what you wrote
code-sent = Everyone has this text
code-viewer = You may read here. To write, you need to be an editor.
code-keys = Tab indents. To leave the field with Tab, press Escape first.
code-copy = Copy all
code-copied = The code is copied
code-not-copied = The browser does not allow copying. Select the text and copy it yourself.
code-unsent = Shared code not sent yet
code-unsent-in = { $n ->
    [one] in { NUMBER($n) } session
   *[other] in { NUMBER($n) } sessions
}
code-undo = Undo
code-redo = Redo
code-others = Here too: { $names }
code-other-at = { $name } (line { NUMBER($n) })
code-too-long = That would be too long: the code may have { NUMBER($n) } characters. Nothing was added.
code-full = The server does not take what you wrote: with it the code would be too long. It is kept on this device. Make the code shorter, and it is sent.
code-read-only = You may not write here any more, and something you wrote has not been sent. Copy it if you need it, or ask for the role of an editor.
code-refused = The server does not take what you wrote. It is kept on this device. Copy it, then discard it and write it again.
code-storage = This device cannot keep what you write. Leave this page open until everyone has the text, or copy it.
code-discard = Discard what was not sent
code-discard-words = What you wrote and nobody else has is gone then.
code-discard-yes = Discard it
code-discard-no = Keep it
