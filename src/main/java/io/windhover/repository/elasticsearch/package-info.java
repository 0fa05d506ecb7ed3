/**
 * The repository in Elasticsearch or OpenSearch.
 */
@NullMarked
package io.windhover.repository.elasticsearch;

import org.jspecify.annotations.NullMarked;
