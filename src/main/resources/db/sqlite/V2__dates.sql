-- one for each kind that is deleted by its age; executions have one
CREATE INDEX task_runs_by_date ON task_runs (created_at);
CREATE INDEX logs_by_date ON logs (logged_at);
CREATE INDEX metrics_by_date ON metrics (measured_at);
