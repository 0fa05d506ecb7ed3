/**
 * Limits what a connection may send before anybody knows who sends it: hosts, and the
 * size and time of bodies.
 */
@NullMarked
package io.windhover.security.connection;

import org.jspecify.annotations.NullMarked;
