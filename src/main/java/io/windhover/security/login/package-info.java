/**
 * Users, their passwords, and the limit for logins that fail.
 */
@NamedInterface("login")
@NullMarked
package io.windhover.security.login;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
