package io.windhover.console;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What the console is told of where it runs and for whom.
 *
 * @param port {@code management} or {@code api}
 * @param otherUrl below which the other port has its routes; null where it is not known
 * @param instance and version: to those who were let in
 * @param users whether there are any, who log in
 * @param user who asks; null where nobody was let in
 * @param csrf what changes in this session must carry; null without a session
 */
record ConsoleConfig(String port, @Nullable String otherUrl, @Nullable String instance, @Nullable String version,
		boolean users, @Nullable String user, List<String> roles, @Nullable String csrf) {

}
