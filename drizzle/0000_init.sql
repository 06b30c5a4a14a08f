CREATE TABLE "idempotency_keys" (
	"producer" text NOT NULL,
	"key" text NOT NULL,
	"request_hash" "bytea" NOT NULL,
	"response" jsonb,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "idempotency_keys_producer_key_pk" PRIMARY KEY("producer","key")
);
--> statement-breakpoint
CREATE TABLE "notification_feeds" (
	"user_id" uuid PRIMARY KEY NOT NULL,
	"head_seq" bigint DEFAULT 0 NOT NULL,
	"unread_count" integer DEFAULT 0 NOT NULL,
	"floor_seq" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "notification_feeds_unread_count_check" CHECK ("notification_feeds"."unread_count" >= 0),
	CONSTRAINT "notification_feeds_floor_check" CHECK ("notification_feeds"."floor_seq" between 0 and "notification_feeds"."head_seq")
);
--> statement-breakpoint
CREATE TABLE "notifications" (
	"id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"type" text NOT NULL,
	"message" text NOT NULL,
	"link" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"read_at" timestamp (3) with time zone,
	"seq" bigint NOT NULL,
	"read_seq" bigint,
	CONSTRAINT "notifications_user_id_id_pk" PRIMARY KEY("user_id","id"),
	CONSTRAINT "notifications_user_seq_key" UNIQUE("user_id","seq"),
	CONSTRAINT "notifications_read_check" CHECK (("notifications"."read_at" is null) = ("notifications"."read_seq" is null))
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "notification_feeds" ADD CONSTRAINT "notification_feeds_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_feed_fk" FOREIGN KEY ("user_id") REFERENCES "public"."notification_feeds"("user_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "idx_idempotency_keys_created_at" ON "idempotency_keys" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "idx_notifications_user_read" ON "notifications" USING btree ("user_id","seq") WHERE "notifications"."read_at" is null;--> statement-breakpoint
CREATE INDEX "idx_notifications_user_read_seq" ON "notifications" USING btree ("user_id","read_seq") WHERE "notifications"."read_seq" is not null;--> statement-breakpoint
-- Written by hand: drizzle-kit does not know it. ANALYZE keeps samples of values, which an erasure does not reach,
-- and no statement asks for these columns by value.
ALTER TABLE "notifications" ALTER COLUMN "type" SET STATISTICS 0, ALTER COLUMN "message" SET STATISTICS 0, ALTER COLUMN "link" SET STATISTICS 0;
