/**
 * Where the secrets of flows come from, and how they are masked. Plugins may enter as
 * further sources; the templates that read secrets are in {@code flow.template}, and the
 * passwords of users in {@code security}.
 */
@ApplicationModule(allowedDependencies = { "execution :: json", "flow :: input", "flow :: template", "plugin" })
@NullMarked
package io.windhover.secret;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
