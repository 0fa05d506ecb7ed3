package io.windhover.worker.sql;

import java.io.IOException;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Properties;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.StringUtils;

/**
 * The JDBC drivers of the class path.
 */
final class Drivers {

	private static final Logger logger = LoggerFactory.getLogger(Drivers.class);

	private static final int MAX_SHOWN = 200;

	/** Not the driver manager's, which looks where the thread that asks first does. */
	private static final List<Driver> ALL = load();

	private Drivers() {
	}

	/**
	 * Connects to a database.
	 * @param shown of its address, for errors
	 * @throws IOException that tells no more of the address than is no secret
	 */
	static Connection connect(String url, String shown, @Nullable String username, @Nullable String password)
			throws IOException {
		Properties login = new Properties();
		if (username != null) {
			login.setProperty("user", username);
		}
		if (password != null) {
			login.setProperty("password", password);
		}
		try {
			for (Driver driver : ALL) {
				Connection connection = driver.acceptsURL(url) ? driver.connect(url, login) : null;
				if (connection != null) {
					return connection;
				}
			}
		}
		catch (SQLException ex) {
			throw new IOException("cannot connect to %s: %s".formatted(shown, message(ex)), ex);
		}
		throw new IOException(
				"no JDBC driver takes %s; check its spelling, or add the driver to the class path of the workers"
					.formatted(shown));
	}

	/**
	 * Whether the driver of MySQL takes an address, and not that of MariaDB, which may.
	 */
	static boolean isMySql(String url) {
		return url.startsWith("jdbc:mysql:") && !url.contains("permitMysqlScheme");
	}

	/**
	 * An address without its parameters and credentials.
	 */
	static String shown(String url) {
		String base = url.split("[?;]", 2)[0];
		int credentials = base.lastIndexOf('@');
		int scheme = base.indexOf(':', "jdbc:".length());
		String shown = (credentials > scheme) ? base.substring(0, scheme + 1) + "…" + base.substring(credentials)
				: base;
		return StringUtils.truncate(shown, MAX_SHOWN);
	}

	/** What the database says, with the code that its documentation explains. */
	static String message(SQLException thrown) {
		// some tell the cause of a failed batch in the next one only
		SQLException next = thrown.getNextException();
		String message = (next != null) ? "%s: %s".formatted(thrown.getMessage(), next.getMessage())
				: String.valueOf(thrown.getMessage());
		String state = thrown.getSQLState();
		return (state != null && !state.isBlank()) ? "%s (SQLState %s)".formatted(message.strip(), state)
				: message.strip();
	}

	private static List<Driver> load() {
		List<Driver> drivers = new ArrayList<>();
		Iterator<Driver> found = ServiceLoader.load(Driver.class, Drivers.class.getClassLoader()).iterator();
		while (true) {
			try {
				if (!found.hasNext()) {
					return List.copyOf(drivers);
				}
				drivers.add(found.next());
			}
			catch (ServiceConfigurationError ex) {
				logger.warn("A JDBC driver cannot be used: {}", ex.getMessage());
			}
		}
	}

}
