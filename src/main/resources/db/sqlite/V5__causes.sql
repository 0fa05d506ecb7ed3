-- Why an execution failed, by the fingerprint that /failures has; null of those that did not.
ALTER TABLE executions ADD COLUMN cause TEXT;

CREATE INDEX executions_by_cause ON executions (cause, created_at DESC, id DESC) WHERE cause IS NOT NULL;
