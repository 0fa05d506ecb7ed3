package io.windhover.worker.sql;

import java.util.List;
import java.util.Map;

import io.windhover.flow.MetricDefinition;
import io.windhover.worker.task.TaskContext;
import io.windhover.worker.task.TaskType;
import org.springframework.stereotype.Component;

@Component
class SqlTask implements TaskType<SqlConfiguration> {

	@Override
	public String type() {
		return "sql";
	}

	@Override
	public Class<SqlConfiguration> configurationType() {
		return SqlConfiguration.class;
	}

	@Override
	public String description() {
		return "Runs a statement in a database that has a JDBC driver.";
	}

	@Override
	public List<MetricDefinition> metrics() {
		return List.of(new MetricDefinition(SqlRun.ROWS, MetricDefinition.Kind.COUNTER, "rows",
				"Rows of databases, by kind (read or changed)", List.of("kind")));
	}

	@Override
	public Map<String, Object> run(SqlConfiguration configuration, TaskContext context) throws Exception {
		return new SqlRun(SqlPlan.of(configuration), context).run();
	}

}
