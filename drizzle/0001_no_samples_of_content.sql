-- ANALYZE keeps samples of values, which an erasure does not reach. No statement asks for these columns by value.
ALTER TABLE "notifications" ALTER COLUMN "type" SET STATISTICS 0, ALTER COLUMN "message" SET STATISTICS 0, ALTER COLUMN "link" SET STATISTICS 0;
