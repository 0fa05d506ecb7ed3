/**
 * The files of executions: those that are given to them and those that their tasks make.
 */
@ApplicationModule(allowedDependencies = { "flow", "instance" })
@NullMarked
package io.windhover.file;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
