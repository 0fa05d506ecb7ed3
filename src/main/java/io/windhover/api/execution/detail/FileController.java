package io.windhover.api.execution.detail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.windhover.api.execution.ExecutionReader;
import io.windhover.api.web.PageDescriptor;
import io.windhover.api.web.Problems;
import io.windhover.file.FileList;
import io.windhover.file.FileMissingException;
import io.windhover.file.FileStore;
import io.windhover.file.StoredFile;
import io.windhover.flow.input.FileAddress;
import io.windhover.instance.ConditionalOnRole;
import io.windhover.instance.Role;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.InputStreamResource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The files of executions; a browser saves them, and opens none as a page of this port.
 */
@RestController
@ConditionalOnRole(Role.API)
@RequestMapping("/api/executions/{id}/files")
@Tag(name = "Executions")
class FileController {

	private static final Logger logger = LoggerFactory.getLogger(FileController.class);

	private final ExecutionReader reader;

	private final FileStore files;

	FileController(ExecutionReader reader, FileStore files) {
		this.reader = reader;
		this.files = files;
	}

	@GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "List the files of an execution",
			description = "Those that were given to it and those that its tasks have made, in the order of their paths.")
	PageDescriptor<FileDescriptor> list(@PathVariable String id,
			@Parameter(description = "Counts from 0.") @RequestParam(
					defaultValue = "0") @Min(0) @Max(PageDescriptor.MAX_PAGE) int page,
			@Parameter(description = "Most files on a page.") @RequestParam(
					defaultValue = "1000") @Min(1) @Max(PageDescriptor.MAX_SIZE) int size) {
		this.reader.require(id);
		try {
			FileList found = this.files.list(id, page, size);
			return new PageDescriptor<>(found.items().stream().map(FileDescriptor::of).toList(), page, size,
					found.total());
		}
		catch (IOException ex) {
			throw unavailable(ex);
		}
	}

	@GetMapping("/{*path}")
	@Operation(summary = "Download a file of an execution")
	@ApiResponse(responseCode = "200", description = "The bytes of the file.",
			content = @Content(mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE,
					schema = @Schema(type = "string", format = "binary")))
	ResponseEntity<InputStreamResource> download(@PathVariable String id, @PathVariable String path) {
		this.reader.require(id);
		try {
			StoredFile file = this.files.find(FileAddress.of(id, path.substring(1)));
			return ResponseEntity.ok()
				.contentType(MediaType.APPLICATION_OCTET_STREAM)
				.contentLength(file.size())
				.lastModified(file.modifiedAt())
				.header(HttpHeaders.CONTENT_DISPOSITION,
						ContentDisposition.attachment()
							.filename(file.address().name(), StandardCharsets.UTF_8)
							.build()
							.toString())
				.header("X-Content-Type-Options", "nosniff")
				// opened only where it is sent, and not for a 304
				.body(new InputStreamResource(() -> this.files.open(file.address())));
		}
		catch (FileMissingException | IllegalArgumentException ex) {
			throw Problems.notFound("Execution '%s' has no file '%s'.".formatted(id, path.substring(1)),
					"GET /api/executions/{id}/files lists its files; several instances must keep them in one place, which windhover.files names.");
		}
		catch (IOException ex) {
			throw unavailable(ex);
		}
	}

	private static ErrorResponseException unavailable(IOException cause) {
		logger.warn("The files of an execution cannot be read", cause);
		return Problems.unavailable("The files of the execution cannot be read.",
				"Try again later. The log says why; windhover.files says where the files are.", cause);
	}

}
