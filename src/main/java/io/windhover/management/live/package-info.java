/**
 * The last quarter of an hour of this process, one sample a second, for a page that shows
 * it live and should not begin empty. The listeners and views of the roles may enter;
 * what lasts longer belongs to {@code management.metrics}.
 */
@ApplicationModule(allowedDependencies = { "execution", "executor", "instance", "management", "management.lag",
		"management.streams", "worker" })
@NullMarked
package io.windhover.management.live;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
