package io.windhover.plugin.loading;

/**
 * The class loader of the thread that a plugin runs on.
 */
final class ContextLoader {

	private ContextLoader() {
	}

	/**
	 * Makes that of a plugin the one of the thread.
	 * @return the one before, for {@link #leave}
	 */
	static ClassLoader enter(Object plugin) {
		ClassLoader before = Thread.currentThread().getContextClassLoader();
		Thread.currentThread().setContextClassLoader(plugin.getClass().getClassLoader());
		return before;
	}

	static void leave(ClassLoader before) {
		Thread.currentThread().setContextClassLoader(before);
	}

}
