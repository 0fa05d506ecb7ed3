/**
 * How far readers are behind the topics that they read, and how old the oldest unread
 * record is. Nothing of Windhover may enter but topics; when it is measured is decided in
 * {@code management}, and how far a store is behind is in {@code management.streams}.
 */
@ApplicationModule(allowedDependencies = { "flow", "instance", "topic" })
@NullMarked
package io.windhover.management.lag;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
