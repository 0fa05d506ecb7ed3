-- The labels of executions, each as key=value. They change while an execution runs: what its document has counts.
CREATE TABLE execution_labels (
	label TEXT NOT NULL,
	execution_id TEXT NOT NULL,
	PRIMARY KEY (label, execution_id)
) WITHOUT ROWID;

CREATE INDEX execution_labels_by_execution ON execution_labels (execution_id);

INSERT INTO execution_labels (label, execution_id)
	SELECT DISTINCT each.key || '=' || each.value, executions.id
	FROM executions, json_each(executions.document, '$.labels') AS each;

CREATE TRIGGER execution_labels_inserted AFTER INSERT ON executions
BEGIN
	INSERT INTO execution_labels (label, execution_id)
		SELECT DISTINCT each.key || '=' || each.value, NEW.id FROM json_each(NEW.document, '$.labels') AS each;
END;

CREATE TRIGGER execution_labels_updated AFTER UPDATE OF document ON executions
WHEN json_extract(OLD.document, '$.labels') IS NOT json_extract(NEW.document, '$.labels')
BEGIN
	DELETE FROM execution_labels WHERE execution_id = NEW.id;
	INSERT INTO execution_labels (label, execution_id)
		SELECT DISTINCT each.key || '=' || each.value, NEW.id FROM json_each(NEW.document, '$.labels') AS each;
END;

CREATE TRIGGER execution_labels_deleted AFTER DELETE ON executions
BEGIN
	DELETE FROM execution_labels WHERE execution_id = OLD.id;
END;
