@NullMarked
package io.windhover.worker.directory;

import org.jspecify.annotations.NullMarked;
