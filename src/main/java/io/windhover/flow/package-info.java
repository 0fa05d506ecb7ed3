/**
 * Flows as people write them: tasks, triggers, inputs and templates, and how they are
 * read from YAML. Nothing of Windhover may enter, not even an execution; what happens to
 * a flow that runs is in {@code execution}, and the flow of another product is converted
 * in {@code convert}.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.windhover.flow;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
