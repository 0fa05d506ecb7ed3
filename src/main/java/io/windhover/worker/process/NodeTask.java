package io.windhover.worker.process;

import java.util.List;
import java.util.Map;

import org.springframework.stereotype.Component;

@Component
class NodeTask extends ScriptTask {

	NodeTask() {
		super("script.js", List.of("node"), Map.of());
	}

	@Override
	public String type() {
		return "node";
	}

	@Override
	public String description() {
		return "Runs a JavaScript script with the Node.js of the worker.";
	}

}
