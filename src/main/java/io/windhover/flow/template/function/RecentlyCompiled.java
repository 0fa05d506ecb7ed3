package io.windhover.flow.template.function;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The texts that were used last, compiled. Compiling happens outside of the lock.
 *
 * @param <C> what a text is compiled to, safe for many threads
 */
public class RecentlyCompiled<C> {

	private final Function<String, C> compiler;

	private final Map<String, C> recent;

	/**
	 * Of a compiler.
	 * @param most texts that are remembered
	 */
	public RecentlyCompiled(int most, Function<String, C> compiler) {
		this.compiler = compiler;
		this.recent = new LinkedHashMap<>(16, 0.75f, true) {

			@Override
			protected boolean removeEldestEntry(Map.Entry<String, C> eldest) {
				return size() > most;
			}

		};
	}

	/**
	 * The compiled text; what the compiler throws is passed on and not remembered.
	 */
	public C get(String text) {
		synchronized (this.recent) {
			C known = this.recent.get(text);
			if (known != null) {
				return known;
			}
		}
		C compiled = this.compiler.apply(text);
		synchronized (this.recent) {
			this.recent.put(text, compiled);
		}
		return compiled;
	}

}
