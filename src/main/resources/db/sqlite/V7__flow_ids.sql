-- The executions of flows of one id, of whatever namespace.
CREATE INDEX executions_by_flow_id ON executions (flow_id, created_at DESC, id DESC);
