### Files of a session, and what is said of them elsewhere.

noun-file-the = the file
noun-file-a = a file
noun-file = file
field-size = size
field-media-type = type
field-content = content
file-file = File
files-counted = { $n ->
    [0] Files
   *[other] Files ({ NUMBER($n) })
}
files-add = Add files
files-hint = Drop them here, paste them, or choose them. Each may have up to { $most }.
files-none = No files here
files-none-editor = What you add is kept on this device at once, and sent as soon as there is a connection.
files-none-viewer = They show as soon as somebody who may edit adds some.
files-offline = Offline: what is not on this device can be had again with a connection.
files-taking = Keeping { $name } on this device
file-too-large = { $name } has { $size }: more than { $most }. It was not added.
file-no-room = { $name } has { $size }, and this device has no room left for it. It was not added.
file-unread = { $name } could not be read. It was not added.
file-by = { $size }, by { $who }, { $when }
file-sending = Sending { $name }
file-sent = { $sent } of { $size } sent
file-waits = Waits for a connection
file-queued = Waits for its turn
file-signed-out-waits = Waits until you sign in again
file-failing = Could not be sent. It is tried again
file-held = The server takes no more files just now. It is tried again
file-refused = Not sent: { $why }
file-not-here = Not on this device
file-look = Look at { $name }
file-download = Download { $name }
file-rename = Rename { $name }
file-name-of = Name of the file { $name }
file-delete = Delete { $name }
file-remove = Do not send { $name }
file-retry = Try to send { $name } again
file-deleted = Deleted the file { $name }
file-unreachable = { $name } cannot be had just now: it is not on this device, and the server cannot be reached.
file-unread-here = { $name } could not be read here.
file-content-gone = { $name } cannot be had: the server does not have its content any more, and neither has this device.
file-signed-out = { $name } is not on this device. Sign in again to get it from the server.
file-reading = Reading
file-cut = Only its beginning is shown.
