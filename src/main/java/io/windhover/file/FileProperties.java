package io.windhover.file;

import java.nio.file.Path;

import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Where the files of executions are kept.
 *
 * @param type Whether they are in a directory or in a bucket (windhover.files.s3).
 * @param directory Directory for the files of executions, by default files in the data
 * directory. Several machines must share one.
 * @param maxFileSize Size above which a file is refused.
 */
@Validated
@ConfigurationProperties("windhover.files")
record FileProperties(@DefaultValue("directory") @NotNull FileStoreType type, @Nullable Path directory,
		@DefaultValue("100MB") @NotNull DataSize maxFileSize) {
}
