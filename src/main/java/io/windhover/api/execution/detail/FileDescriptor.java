package io.windhover.api.execution.detail;

import java.time.Instant;

import io.swagger.v3.oas.annotations.media.Schema;
import io.windhover.file.StoredFile;

/**
 * What the API tells of a file.
 */
@Schema(name = "File")
record FileDescriptor(@Schema(description = "Below /api/executions/{id}/files/, where it is encoded.") String path,
		@Schema(description = "By which flows name it.") String address, long size, Instant modifiedAt) {

	static FileDescriptor of(StoredFile file) {
		return new FileDescriptor(file.address().path(), file.address().toString(), file.size(), file.modifiedAt());
	}

}
