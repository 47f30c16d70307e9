-- People are told by push as well.
ALTER TABLE "delivery_channels" DROP CONSTRAINT "delivery_channels_kind";
ALTER TABLE "delivery_channels" ADD CONSTRAINT "delivery_channels_kind" CHECK ("kind" IN ('mail', 'push', 'webhook')) NOT VALID;
