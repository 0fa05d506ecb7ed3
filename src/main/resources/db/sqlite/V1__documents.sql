-- Each document is kept whole, as JSON, beside the columns that are searched by.
-- Instants are microseconds since the epoch.

CREATE TABLE executions (
	id TEXT NOT NULL PRIMARY KEY,
	namespace TEXT NOT NULL,
	flow_id TEXT NOT NULL,
	state TEXT NOT NULL,
	created_at INTEGER NOT NULL,
	version INTEGER NOT NULL,
	document TEXT NOT NULL
);

-- one for each way to list, the newest first
CREATE INDEX executions_by_date ON executions (created_at DESC, id DESC);
CREATE INDEX executions_by_namespace ON executions (namespace, created_at DESC, id DESC);
CREATE INDEX executions_by_flow ON executions (namespace, flow_id, created_at DESC, id DESC);
CREATE INDEX executions_by_state ON executions (state, created_at DESC, id DESC);
CREATE INDEX executions_by_flow_and_state ON executions (namespace, flow_id, state, created_at DESC, id DESC);

CREATE TABLE task_runs (
	id TEXT NOT NULL PRIMARY KEY,
	execution_id TEXT NOT NULL,
	namespace TEXT NOT NULL,
	flow_id TEXT NOT NULL,
	task_id TEXT NOT NULL,
	state TEXT NOT NULL,
	created_at INTEGER NOT NULL,
	version INTEGER NOT NULL,
	document TEXT NOT NULL
);

CREATE INDEX task_runs_by_execution ON task_runs (execution_id, created_at, id);

CREATE TABLE triggers (
	id TEXT NOT NULL PRIMARY KEY,
	version INTEGER NOT NULL,
	document TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE logs (
	id TEXT NOT NULL PRIMARY KEY,
	execution_id TEXT NOT NULL,
	task_run_id TEXT NOT NULL,
	attempt INTEGER NOT NULL,
	sequence INTEGER NOT NULL,
	logged_at INTEGER NOT NULL,
	level TEXT NOT NULL,
	document TEXT NOT NULL
);

CREATE INDEX logs_by_execution ON logs (execution_id, logged_at, task_run_id, attempt, sequence);

CREATE TABLE metrics (
	id TEXT NOT NULL PRIMARY KEY,
	execution_id TEXT NOT NULL,
	namespace TEXT NOT NULL,
	flow_id TEXT NOT NULL,
	task_type TEXT NOT NULL,
	name TEXT NOT NULL,
	value REAL NOT NULL,
	measured_at INTEGER NOT NULL,
	document TEXT NOT NULL
);

CREATE INDEX metrics_by_name ON metrics (name, namespace, flow_id, measured_at DESC);
