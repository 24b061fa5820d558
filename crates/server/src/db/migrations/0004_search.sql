-- The text of the records, to be searched. Derived from the records, in the transaction that writes them; what was there
-- before these tables is filled in when the server starts, because only core knows which fields hold text.

CREATE TABLE searchable (
    -- The row in `search`.
    number  INTEGER PRIMARY KEY,
    scope   BLOB    NOT NULL,
    record  BLOB    NOT NULL,
    -- The names of the fields, as a JSON list, in the order in which `search` holds their texts.
    fields  TEXT    NOT NULL,
    -- When the record was last written.
    changed INTEGER NOT NULL,
    UNIQUE (scope, record),
    FOREIGN KEY (scope, record) REFERENCES records (scope, id)
) STRICT;

-- `title` is the text a record goes by, `rest` its other texts, `scope` the id of its scope as a word: readers search few of
-- many scopes, and the index is to skip the others.
CREATE VIRTUAL TABLE search USING fts5 (
    title,
    rest,
    scope,
    tokenize = 'unicode61 remove_diacritics 2',
    prefix = '2 3'
);
