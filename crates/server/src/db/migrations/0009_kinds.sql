-- All records of one kind in a scope, without reading every other.
CREATE INDEX records_by_kind ON records (scope, kind);
