/**
 * The files of executions, both inputs and outputs of tasks, in a directory or a bucket.
 * Only flows, which name files, may enter; the working directory of a task is in
 * {@code worker}.
 */
@ApplicationModule(allowedDependencies = { "flow :: input", "instance" })
@NullMarked
package io.windhover.file;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
