/**
 * Who may reach the ports.
 */
@NullMarked
package io.windhover.management.security;

import org.jspecify.annotations.NullMarked;
