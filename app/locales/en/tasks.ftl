### Tasks: rows, the panel, views, bulk edits, import and export.

added-hidden = Added { $title }, which this filter does not show.
added-folded = Added { $title }, in a group that is folded.
board-unarchived = Took out of the archive: { $title }
so-already = That is so already: nothing was changed.
tasks-selected = { $n ->
    [one] { NUMBER($n) } task
   *[other] { NUMBER($n) } tasks
} selected
selected-tasks = Selected tasks
assign-me = Assign to me
unassign-me = Take off me
assign = Assign
labels = Labels
delete = Delete
tasks-assigned = Assigned { $tasks } to { $name }
tasks-unassigned = Unassigned { $tasks } from { $name }
tasks-labelled = Labelled { $tasks } { $label }
tasks-unlabelled = Took { $label } off { $tasks }
label-all = Add a label to all
add-label = Add a label
tasks-due = Set the due date of { $tasks } to { $when }
exported = Exported { $n ->
    [one] { NUMBER($n) } task
   *[other] { NUMBER($n) } tasks
}
not-saved = The browser did not let the file be saved.
export-what = What to export
export-shown = What is shown ({ NUMBER($n) })
export-whole = The whole project ({ NUMBER($n) })
export-table = Table for spreadsheets (CSV)
export-all = All about each task (JSON)
export-note = Both can be imported again.
description = Description
column-done = Whether it is done
tags = Labels
checklist = Checklist
column-archived = Whether it is archived
column-id = Id, to find it again
column-description = Into the description
column-means = What “{ $column }” means
columns = Columns
columns-mean = What the columns mean
column = Column
for-example = For example
becomes = Becomes
import-file = A file with tasks
import-file-words = A table (CSV), a todo.txt list, a file that Holdfast exported, or a Trello board: in Trello, the board's menu, “Print, export, and share”, “Export as JSON”. Choose the file or drop it here. It is read on this device.
preview = Preview
goes-to = Goes to
archived-mark = { " (archived)" }
list-status = Status for the tasks of { $list }
left-out = Left out, because Holdfast has no place for it
adjusted = Changed to fit
lines-odd = { $n ->
    [one] { NUMBER($n) } line was
   *[other] { NUMBER($n) } lines were
} not quite what they should be
import-cards = Import { $cards }
cards-counted = { $n ->
    [one] { NUMBER($n) } card
   *[other] { NUMBER($n) } cards
}
board-in = { $source }: { $cards } in { $lists ->
    [one] { NUMBER($lists) } list
   *[other] { NUMBER($lists) } lists
}
board-archived = { " (" }{ NUMBER($n) } archived)
steps-in-lists = { $n ->
    [one] { NUMBER($n) } checklist step
   *[other] { NUMBER($n) } checklist steps
}
invite-viewer = Viewer: reads everything
invite-editor = Editor: works on projects and tasks
invite-admin = Admin: also invites people
invite-as-role = They are to be
make-link = Make a link
invite-offline = An invitation is made by the server, which cannot be reached. Try again once you are online.
invite-send = Send them this link
invite-hint = Whoever opens it and signs in joins the engagement.
members-all = All about people
task-words = A task needs words besides these.
new-task-in = New task in { $status }
add-task = Add a task
example-space = For example:{ " " }
task-example = call the port tomorrow 17:00 #harbour !high @me
due-when = Due { $when }
tasks-hidden = { $n ->
    [one] { " task" }
   *[other] { " tasks" }
}
archive-hide = Hide { $n ->
    [one] { NUMBER($n) } archived task
   *[other] { NUMBER($n) } archived tasks
}
archive-show = Show { $n ->
    [one] { NUMBER($n) } archived task
   *[other] { NUMBER($n) } archived tasks
}
time = Time
tasks-table = Tasks as a table
diff-out = { " [taken out: " }
diff-in = { " [put in: " }
diff-same = { " … " }{ $n ->
    [one] { NUMBER($n) } character
   *[other] { NUMBER($n) } characters
} the same …{ " " }
not-member = { $name } (not a member)
me = Me
filters = Filters
filter = Filter
chosen-hidden = { " chosen" }
display = Display
by-due = By due date
by-priority = By priority
by-title = By title
by-created = By created
by-status = By status
by-time = By time spent
order-groups = Order and groups
filter-words = Show only tasks with these words
filter-placeholder = Filter by words
sort-by = Sort by
other-way = The other way round
group-by = Group by
layout = Layout
tasks-of = { NUMBER($here) } of { $n ->
    [one] { NUMBER($n) } task
   *[other] { NUMBER($n) } tasks
}
clear-filters = Clear filters
filter-saved = Saved the filter { $name }
filter-deleted = Deleted the saved filter { $name }
find-person = Find a person
find-person-dots = Find a person…
find-label = Find a label
find-label-dots = Find a label…
filter-delete = Delete the saved filter { $name }
saved-filters = Saved filters
saved = Saved
saved-none = Filters, order and layout can be kept under a name, for everyone in the project.
saved-choose = Choose a filter or an order to save it.
save-as = Save what is shown as
save-as-placeholder = Save what is shown as…
status-of = Status of { $task }
move-to-named = Move to…: { $task }
move-to = Move to…
move-task-to = Move the task to
people-of = People of { $task }:
people-of-none = People of { $task }: none
labels-of = Labels of { $task }:
labels-of-none = Labels of { $task }: none
priority-named = Priority of { $task }
time-of = Time spent on { $task }:
change-task = Change the task
select-named = Select: { $task }
done-named = Done: { $task }
up-named = Move up: { $task }
down-named = Move down: { $task }
overdue-space = Overdue since{ " " }
due-space = Due{ " " }
steps-done-of = { NUMBER($done) } of { $n ->
    [one] { NUMBER($n) } step
   *[other] { NUMBER($n) } steps
} done
steps-hidden = { " steps done" }
comments-counted = { $n ->
    [one] { NUMBER($n) } comment
   *[other] { NUMBER($n) } comments
}
comments-hidden = { " " }{ $n ->
    [one] comment
   *[other] comments
}
assigned-to-named = Assigned to { $name }
time-less = Take off 15 min
quarter = 15 min
time-more = Add 15 min
take-off = Take off: { $tag }
none = None
new-tag = New label
add-tag = Add a label
task-gone = This task is not here: it was deleted, or has not arrived yet.
to-tasks = To the project’s tasks
task-deleted = This task was deleted.
task-deleted-by = Deleted by { $name }, { $when }
unarchive = Take out of the archive
archived-here = This task is archived.
archive-do = Archive
assign-to-dots = Assign to…
unassign-named = Unassign: { $name }
assigned-to = Assigned to
assign-to = Assign to
subtasks = Subtasks
new-subtask = New subtask
add-subtask = Add a subtask
no-subtasks = No subtasks
subtask-of = Subtask of
subtask-of-space = Subtask of{ " " }
make-subtask-of = Make it a subtask of
make-subtask-of-dots = Make it a subtask of…
make-own = Take it out of { $task }: a task of its own
subtasks-done-of = { NUMBER($done) } of { $n ->
    [one] { NUMBER($n) } subtask
   *[other] { NUMBER($n) } subtasks
} done
subtasks-hidden = { " subtasks done" }
deleted-above = Deleted { $title }; { $n ->
    [one] its subtask stays, as a task of its own
   *[other] its { NUMBER($n) } subtasks stay, as tasks of their own
}
archived-above = Archived { $title }; { $n ->
    [one] its subtask stays where it is
   *[other] its { NUMBER($n) } subtasks stay where they are
}
subtask-archived = archived
subtask-ring = { $task } cannot be a subtask of { $other }, which is itself a part of it.
make-subtasks-of = Make them subtasks of
make-subtasks-of-dots = Make them subtasks of…
make-all-own = Tasks of their own
tasks-own = Made { $tasks } independent of any other
part-done = { " " }{ NUMBER($done) } of { NUMBER($all) }
new-step = New step
add-step = Add a step
no-steps = No steps
comments = Comments
new-comment = New comment
write-comment = Write a comment
comment-do = Comment
no-comments = No comments
comment-deleted = Deleted a comment
comment-delete = Delete this comment
imported-by = { $author }, imported by { $member }
tags-wrong = The list of labels { $why }.
assign-all-to = Assign all to
add-quoted = Add “{ $words }”
no-such-date = This is not a date.
date-typed = Date
date-example = tomorrow, fri, 24.12.
month-before = Month before
month-next = Next month
add-date = Add date
next-week = Next week
due-before = Due:{ " " }
due-date = Due date
due-of-cell = Due date of { $task }:
write = Write
step-done = Done:
step-to-do = To do:
link = Link
as-table = As a table
table-of = { $title } as a table
chart-sum = { $title }: { NUMBER($n) } in all. The numbers are in the table below.
other-projects = Other projects
due-in-weeks = Due in the next four weeks
due-soon = Due soon
day = Day
