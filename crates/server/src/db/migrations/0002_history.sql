-- Which effects wrote a record: its history is one look-up. Derived from the log, in the transaction that appends to it.
CREATE TABLE log_records (
    scope  BLOB    NOT NULL,
    record BLOB    NOT NULL,
    seq    INTEGER NOT NULL,
    PRIMARY KEY (scope, record, seq),
    FOREIGN KEY (scope, seq) REFERENCES log (scope, seq)
) STRICT, WITHOUT ROWID;

INSERT INTO log_records (scope, record, seq)
SELECT DISTINCT log.scope, unhex(json_extract(written.value, '$.id'), '-'), log.seq
FROM log, json_each(log.body, '$.writes') AS written;
