package io.windhover.flow.template;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.pebbletemplates.pebble.node.PrintNode;
import io.pebbletemplates.pebble.node.RenderableNode;
import io.pebbletemplates.pebble.node.RootNode;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import io.pebbletemplates.pebble.template.PebbleTemplateImpl;

/**
 * The templates that were used last, compiled. Compiling happens outside of the lock.
 */
class CompiledTemplates {

	private static final int MOST = 1_000;

	private final Function<String, PebbleTemplate> compiler;

	private final Map<String, PebbleTemplate> recent = new LinkedHashMap<>(16, 0.75f, true) {

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, PebbleTemplate> eldest) {
			return size() > MOST;
		}

	};

	CompiledTemplates(Function<String, PebbleTemplate> compiler) {
		this.compiler = compiler;
	}

	PebbleTemplate get(String text) {
		synchronized (this.recent) {
			PebbleTemplate known = this.recent.get(text);
			if (known != null) {
				return known;
			}
		}
		PebbleTemplate compiled = this.compiler.apply(text);
		synchronized (this.recent) {
			this.recent.put(text, compiled);
		}
		return compiled;
	}

	int size() {
		synchronized (this.recent) {
			return this.recent.size();
		}
	}

	static boolean isOneExpression(PebbleTemplate template) {
		RenderableNode root = ((PebbleTemplateImpl) template).getRootNode();
		List<RenderableNode> parts = ((RootNode) root).getBody().getChildren();
		return parts.size() == 1 && parts.get(0) instanceof PrintNode;
	}

}
