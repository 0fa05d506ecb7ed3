package io.windhover.launch;

import java.lang.reflect.InvocationTargetException;
import java.net.URLClassLoader;

/**
 * Runs the application in a {@link NestedJarClassLoader} where Spring Boot's launcher has
 * started it out of its jar.
 */
public final class NestedJarLaunch {

	private static final String LAUNCHER = "org.springframework.boot.loader.launch.LaunchedClassLoader";

	private NestedJarLaunch() {
	}

	/**
	 * Runs the main method again in another class loader, unless that is where it is.
	 * @param application the class with the main method
	 * @return whether it ran there, so that the caller has nothing left to do
	 */
	public static boolean run(Class<?> application, String[] args) throws ReflectiveOperationException {
		ClassLoader launched = application.getClassLoader();
		if (!launched.getClass().getName().equals(LAUNCHER) || !(launched instanceof URLClassLoader jars)) {
			return false;
		}
		// never closed: it serves until the process ends
		ClassLoader loader = new NestedJarClassLoader(jars.getURLs(), jars.getParent());
		Thread.currentThread().setContextClassLoader(loader);
		try {
			Class.forName(application.getName(), false, loader)
				.getMethod("main", String[].class)
				.invoke(null, (Object) args);
		}
		catch (InvocationTargetException ex) {
			if (ex.getCause() instanceof RuntimeException cause) {
				throw cause;
			}
			throw ex;
		}
		return true;
	}

}
