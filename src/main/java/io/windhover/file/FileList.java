package io.windhover.file;

import java.util.List;

/**
 * A page of the files of an execution.
 *
 * @param total of all pages
 */
public record FileList(List<StoredFile> items, long total) {
}
