-- The texts that are written together, each as the updates of its Yjs document in the order in which they were taken. Now and then
-- those of one are merged into one.
CREATE TABLE code_updates (
    scope  BLOB    NOT NULL,
    record BLOB    NOT NULL,
    number INTEGER NOT NULL,
    body   BLOB    NOT NULL,
    PRIMARY KEY (scope, record, number)
) STRICT;
