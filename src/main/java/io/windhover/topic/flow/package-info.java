/**
 * The flows as every role reads them, and the topics of the worker groups that they name.
 */
@NamedInterface("flow")
@NullMarked
package io.windhover.topic.flow;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
