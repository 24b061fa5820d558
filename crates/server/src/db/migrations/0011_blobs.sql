-- The contents of files, each once, by the SHA-256 of its bytes in hexadecimal digits. The bytes are in files beside the database.
CREATE TABLE blobs (
    hash TEXT PRIMARY KEY,
    size INTEGER NOT NULL,
    -- Since when no record that was not deleted is known to name it.
    idle INTEGER
) STRICT, WITHOUT ROWID;

-- Who has sent all the bytes of a blob: they may name it in a record.
CREATE TABLE blob_holders (
    hash   TEXT NOT NULL REFERENCES blobs (hash) ON DELETE CASCADE,
    person BLOB NOT NULL REFERENCES accounts (id),
    PRIMARY KEY (hash, person)
) STRICT, WITHOUT ROWID;

-- Which records name which blobs, made from the records.
CREATE TABLE blob_names (
    scope  BLOB    NOT NULL,
    record BLOB    NOT NULL,
    -- The record that it is a part of: deleted, that takes what is in it out of sight.
    under  BLOB,
    hash   TEXT    NOT NULL,
    -- Whether the record is not deleted.
    live   INTEGER NOT NULL,
    PRIMARY KEY (scope, record)
) STRICT, WITHOUT ROWID;
CREATE INDEX blob_names_by_hash ON blob_names (hash, live);

-- Blobs of which only a part has been sent.
CREATE TABLE uploads (
    person BLOB    NOT NULL REFERENCES accounts (id),
    hash   TEXT    NOT NULL,
    size   INTEGER NOT NULL,
    -- When a part of it came last.
    at     INTEGER NOT NULL,
    PRIMARY KEY (person, hash)
) STRICT, WITHOUT ROWID;
