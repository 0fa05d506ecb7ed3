/**
 * Who changed what: the trail, the log, and the events of those who were let in.
 */
@NullMarked
package io.windhover.security.audit;

import org.jspecify.annotations.NullMarked;
