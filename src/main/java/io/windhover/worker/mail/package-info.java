/**
 * The task type that sends mail.
 */
@NullMarked
package io.windhover.worker.mail;

import org.jspecify.annotations.NullMarked;
