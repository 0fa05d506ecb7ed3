-- The labels of executions, each as key=value, in the order of the lists. They change while an execution runs: what its
-- document has counts.
CREATE TABLE execution_labels (
	label TEXT NOT NULL,
	created_at INTEGER NOT NULL,
	execution_id TEXT NOT NULL,
	PRIMARY KEY (label, created_at DESC, execution_id DESC)
) WITHOUT ROWID;

CREATE INDEX execution_labels_by_execution ON execution_labels (execution_id);

INSERT OR IGNORE INTO execution_labels (label, created_at, execution_id)
	SELECT each.key || '=' || each.value, executions.created_at, executions.id
	FROM executions, json_each(executions.document, '$.labels') AS each WHERE each.value IS NOT NULL;

CREATE TRIGGER execution_labels_inserted AFTER INSERT ON executions
BEGIN
	INSERT OR IGNORE INTO execution_labels (label, created_at, execution_id)
		SELECT each.key || '=' || each.value, NEW.created_at, NEW.id
		FROM json_each(NEW.document, '$.labels') AS each WHERE each.value IS NOT NULL;
END;

CREATE TRIGGER execution_labels_updated AFTER UPDATE OF document ON executions
WHEN json_extract(OLD.document, '$.labels') IS NOT json_extract(NEW.document, '$.labels')
BEGIN
	DELETE FROM execution_labels WHERE execution_id = NEW.id;
	INSERT OR IGNORE INTO execution_labels (label, created_at, execution_id)
		SELECT each.key || '=' || each.value, NEW.created_at, NEW.id
		FROM json_each(NEW.document, '$.labels') AS each WHERE each.value IS NOT NULL;
END;

CREATE TRIGGER execution_labels_deleted AFTER DELETE ON executions
BEGIN
	DELETE FROM execution_labels WHERE execution_id = OLD.id;
END;
